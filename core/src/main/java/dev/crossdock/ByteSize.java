package dev.crossdock;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write and read them. */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");

    /** {@code k M G T} are binary, as in rclone and dd: a size is always a whole number of blocks somewhere. */
    private static final Map<String, Integer> SHIFTS = Map.ofEntries(
            Map.entry("", 0),
            Map.entry("b", 0),
            Map.entry("k", 10),
            Map.entry("kib", 10),
            Map.entry("m", 20),
            Map.entry("mib", 20),
            Map.entry("g", 30),
            Map.entry("gib", 30),
            Map.entry("t", 40),
            Map.entry("tib", 40));

    private ByteSize() {}

    /**
     * Reads {@code 65536}, {@code 64k}, {@code 64KiB}, {@code 1.5G}. Units are binary and may be of either case.
     *
     * @return bytes
     * @throws IllegalArgumentException with a message for the person who wrote it
     */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        Integer shift = form.matches() ? SHIFTS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
        if (shift == null) {
            throw new IllegalArgumentException("'" + text + "' is not a size: write it like 64MiB, 8M or 1GiB");
        }
        try {
            String number = form.group(1);
            // Most are whole, and to initialize BigDecimal takes 7 ms of a start.
            return number.contains(".")
                    ? new BigDecimal(number)
                            .multiply(BigDecimal.valueOf(1L << shift))
                            .setScale(0, RoundingMode.DOWN)
                            .longValueExact()
                    : Math.multiplyExact(Long.parseLong(number), 1L << shift);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is larger than any file", e);
        }
    }

    /** {@code 0 B}, {@code 8.3 MiB}, {@code 10.0 GiB}: one decimal from KiB on. */
    public static String format(long bytes) {
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB"};
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1023.95 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
