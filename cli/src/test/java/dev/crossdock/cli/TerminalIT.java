package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the command draws at real terminals: narrow ones, such that can't be drawn over, and for who wants no colours. */
final class TerminalIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final int NARROW = 20;
    private static final int HALF = 40;
    private static final int USUAL = 80;
    private static final int WIDE = 200;
    private static final String ACTIVITY = "waiting on: ";
    private static final String ESCAPE = "\u001B";
    private static final String REST_OF_SCREEN_AWAY = ESCAPE + "[J";
    /** Colours, and other ways to write the same letters. */
    private static final String RENDITION = ESCAPE + "\\[[0-9;]*m";

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "TERM", "xterm",
            "CROSSDOCK_IDENTITY", SSH.identity().toString(),
            "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
            "S3_ENDPOINT_URL", STORE.endpoint().toString(),
            "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));

    @BeforeAll
    static void makeBucketAndFile() throws IOException {
        STORE.createBucket("lake");
        Files.write(SSH.folder().resolve("file"), new GeneratedBytes(3).bytes(new ByteRange(0, 20 << 20)));
    }

    @Test
    void theBarOfCopyFitsANarrowTerminal() throws IOException {
        requireNarrow(drawn(at(NARROW, copy("narrow"))));
    }

    @Test
    void theProgressOfGenerateFitsANarrowTerminal() throws IOException {
        requireNarrow(drawn(at(NARROW, List.of("generate", "customers", "--size", "256MiB", url("customers.csv")))));
        Files.delete(SSH.folder().resolve("customers.csv"));
    }

    @Test
    void theProgressOfBenchFitsANarrowTerminal() throws IOException {
        List<String> bench = List.of(
                "bench", "--sizes", "1MiB", "--rounds", "1", "--folder", folder.toString(), url(""), "s3://lake/bench");
        List<String> drawn = drawn(at(NARROW, bench));
        requireNarrow(drawn);
        assertThat(drawn).contains("making a file of 1 ");
    }

    /** What each end does stands behind the bar only where there is room. */
    @Test
    void theBarOfCopyUsesAWideTerminal() throws IOException {
        assertThat(drawn(at(WIDE, copy("wide"))))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDE).contains("▕", ACTIVITY))
                .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(USUAL));
    }

    @Test
    void aBarFitsTheTerminalThatWasResizedMeanwhile() throws Exception {
        Path resize = folder.resolve("resize");
        assertThat(new ProcessBuilder("mkfifo", resize.toString()).start().waitFor())
                .isZero();
        List<String> slowly = List.of("cp", "--bandwidth", "1MiB/s", url("file"), "s3://lake/resized");
        try (CommandRun run = CommandRun.startAtATerminal(WIDE, HALF, resize, folder, environment, slowly)) {
            run.awaitLine(line -> line.contains(ACTIVITY));
            Files.writeString(resize, "now\n");
            run.awaitLine(line -> {
                String bar = line.substring(line.lastIndexOf(REST_OF_SCREEN_AWAY) + REST_OF_SCREEN_AWAY.length());
                return line.contains(REST_OF_SCREEN_AWAY) && bar.contains("%") && bar.length() < HALF;
            });
        }
    }

    private static void requireNarrow(List<String> drawn) {
        assertThat(drawn)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(NARROW).doesNotContain(ESCAPE));
    }

    @Test
    void whoWantsNoColoursGetsNone() throws IOException {
        assertThat(at(USUAL, List.of("cp", "--help"))).containsPattern(RENDITION);
        environment.put("NO_COLOR", "1");
        assertThat(at(USUAL, List.of("cp", "--help"))).contains("SOURCE").doesNotContainPattern(RENDITION);
        String copied = at(USUAL, copy("no-colour"));
        assertThat(drawn(copied)).anyMatch(line -> line.contains("▕"));
        assertThat(copied).contains("✓ ").doesNotContainPattern(RENDITION);
    }

    @Test
    void nothingIsDrawnWhereALineCanNotBeDrawnOver() throws IOException {
        environment.put("TERM", "dumb");
        assertThat(at(USUAL, copy("dumb"))).contains("✓ ").doesNotContain(ESCAPE, "▕");
    }

    /** Everything that a terminal of this width is sent. */
    private String at(int columns, List<String> arguments) throws IOException {
        CommandRun.Result result = CommandRun.runAtATerminal(columns, folder, environment, arguments, "");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        return result.output();
    }

    /** The lines that were drawn over one another. */
    private static List<String> drawn(String output) {
        return output.lines()
                .filter(line -> line.startsWith(REST_OF_SCREEN_AWAY))
                .map(line -> line.substring(REST_OF_SCREEN_AWAY.length()))
                .filter(line -> !line.isBlank() && !isResult(line))
                .toList();
    }

    /** The first line of a result stands where the last drawn one was taken away; the terminal breaks it where it likes. */
    private static boolean isResult(String line) {
        return line.startsWith("✓") || line.endsWith(" 0 B");
    }

    /** Slow enough for several bars. */
    private static List<String> copy(String key) {
        return List.of("cp", "--bandwidth", "16MiB/s", url("file"), "s3://lake/" + key);
    }

    private static String url(String name) {
        return "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port() + SSH.folder() + (name.isEmpty() ? "" : "/" + name);
    }
}
