package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise in the documentation names the tests that show it: they exist. */
class PromisesTest {

    private static final Path CHECKOUT = Path.of("..");
    private static final Pattern TEST_NAME =
            Pattern.compile("`(\\w+(?:Test|TestCase|IT|Contract|Fuzz))(?:\\.(\\w+))?`");

    @Test
    void everyTestThatAPromiseNamesExists() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(CHECKOUT)) {
            for (Path file : (Iterable<Path>) files.filter(PromisesTest::isTestSource)::iterator) {
                // Two rooms may have a test class of the same name.
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        List<MatchResult> named = TEST_NAME
                .matcher(Files.readString(CHECKOUT.resolve("docs/semantics.md")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(named)
                .extracting(test -> test.group(1))
                .contains("EngineTestCase", "FramingFuzz", "HostileXmlTest", "SimulatorTest", "PlantedDefectsTest");
        for (MatchResult test : named) {
            assertThat(sources).containsKey(test.group(1));
            if (test.group(2) != null) {
                assertThat(sources.get(test.group(1))).contains("void " + test.group(2) + "(");
            }
        }
    }

    private static boolean isTestSource(Path file) {
        String name = file.toString();
        return name.endsWith(".java") && (name.contains("src/test") || name.contains("testkit/src/main"));
    }
}
