package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every error of the adapters has a hint, and all hints have one form: part of a sentence, as {@link Wording} wants it. */
final class HintsTest {

    /** How an error is made in the sources, and which argument, from 0, is the hint. */
    private static final Map<String, Integer> MAKERS = Map.of(
            "new SourceException(", 2,
            "new StoreException(", 2,
            " network(", 1,
            " refused(", 2,
            " refuse(", 2,
            " say(", 3);

    /** What the end of an argument is found by: a literal as a whole, for it may hold the others. */
    private static final Pattern TOKEN = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|[(),]");

    @Test
    void everyErrorOfAnAdapterSaysWhatToTry() throws IOException {
        List<String> hints = new ArrayList<>();
        for (String adapter : List.of("sftp", "s3")) {
            try (Stream<Path> files = Files.walk(Path.of("..", adapter, "src", "main", "java"))) {
                for (Path file :
                        (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                    String source = Files.readString(file);
                    MAKERS.forEach((maker, hint) -> {
                        for (int at = source.indexOf(maker); at >= 0; at = source.indexOf(maker, at + 1)) {
                            List<String> arguments = arguments(source, at + maker.length());
                            if (arguments.size() > hint && arguments.get(hint).contains("\"")) {
                                hints.add(arguments.get(hint));
                            }
                        }
                    });
                }
            }
        }
        assertThat(hints).hasSizeGreaterThan(60);
        assertThat(hints)
                .allSatisfy(hint -> assertThat(hint)
                        .isNotEqualTo("\"\"")
                        .doesNotMatch("(?s)\"[A-Z].*")
                        .doesNotMatch("(?s).*\\.\""));
    }

    /** The arguments of a call, as they are written; {@code from} is where the first begins. */
    private static List<String> arguments(String source, int from) {
        List<String> arguments = new ArrayList<>();
        Matcher token = TOKEN.matcher(source);
        int depth = 0;
        int begin = from;
        int next = from;
        while (depth >= 0 && token.find(next)) {
            next = token.end();
            depth += switch (token.group()) {
                case "(" -> 1;
                case ")" -> -1;
                default -> 0;
            };
            boolean ends = token.group().equals(",") ? depth == 0 : depth < 0;
            if (ends) {
                arguments.add(source.substring(begin, token.start()).strip());
                begin = next;
            }
        }
        return arguments;
    }
}
