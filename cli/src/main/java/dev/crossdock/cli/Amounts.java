package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the options' amounts are written. */
final class Amounts {

    private static final String AUTO = "auto";

    private Amounts() {}

    /** {@code 64MiB}: at least one byte. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String written) {
            return bytes(written);
        }
    }

    /** {@code 8MiB}, or {@code auto}, which is empty. */
    static final class SizeOrAuto implements ITypeConverter<OptionalLong> {
        @Override
        public OptionalLong convert(String written) {
            return AUTO.equalsIgnoreCase(written) ? OptionalLong.empty() : OptionalLong.of(bytes(written));
        }
    }

    /** {@code 20MiB/s}; {@code /s} may be left out. */
    static final class Rate implements ITypeConverter<Long> {
        @Override
        public Long convert(String written) {
            return bytes(written.endsWith("/s") ? written.substring(0, written.length() - 2) : written);
        }
    }

    /** {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 7d}, {@code 2w}; {@code 0s} too. */
    static final class Time implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,9}[smhdw])+");
        private static final Pattern STEP = Pattern.compile("(\\d+)([smhdw])");

        @Override
        public Duration convert(String written) {
            String text = written.strip().toLowerCase(Locale.ROOT);
            if (!FORM.matcher(text).matches()) {
                throw new TypeConversionException("'" + written + "' is not a time: write it like 30s, 5m, 12h or 7d");
            }
            return STEP.matcher(text)
                    .results()
                    .map(step -> Duration.ofSeconds(secondsOf(step.group(2)) * Long.parseLong(step.group(1))))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        private static long secondsOf(String unit) {
            return switch (unit) {
                case "s" -> 1;
                case "m" -> 60;
                case "h" -> 3600;
                case "d" -> 86_400;
                case "w" -> 7 * 86_400;
                default -> throw new IllegalArgumentException(unit);
            };
        }
    }

    /** {@code 4}, or {@code auto}, which is empty. */
    static final class CountOrAuto implements ITypeConverter<OptionalInt> {
        @Override
        public OptionalInt convert(String written) {
            if (AUTO.equalsIgnoreCase(written)) {
                return OptionalInt.empty();
            }
            try {
                int count = Integer.parseInt(written);
                if (count >= 1) {
                    return OptionalInt.of(count);
                }
            } catch (NumberFormatException e) {
                // said below, as for a number that is too small
            }
            throw new TypeConversionException("'" + written + "' is neither auto nor a number of 1 or more");
        }
    }

    /** One of some words, written in lower case with hyphens. */
    abstract static class Word<T extends Enum<T>> implements ITypeConverter<T> {

        private final Class<T> type;

        Word(Class<T> type) {
            this.type = type;
        }

        @Override
        public T convert(String written) {
            StringBuilder words = new StringBuilder();
            for (T constant : type.getEnumConstants()) {
                String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (word.equals(written)) {
                    return constant;
                }
                words.append(words.isEmpty() ? "" : ", ").append(word);
            }
            throw new TypeConversionException("'" + written + "' is none of " + words);
        }
    }

    private static long bytes(String written) {
        try {
            long bytes = ByteSize.parse(written);
            if (bytes >= 1) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
        throw new TypeConversionException("'" + written + "' is less than one byte");
    }
}
