package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal stops the command cleanly. */
final class SignalIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final ObjectKey TARGET = new ObjectKey("lake", "never/made.csv");

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBucketAndFile() throws IOException {
        STORE.createBucket("lake");
        Files.write(SSH.folder().resolve("large"), new GeneratedBytes(1).bytes(new ByteRange(0, 64 << 20)));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, SIGINT", "TERM, 143, SIGTERM"})
    void stopsAndLeavesNothing(String signal, int exitCode, String name) throws IOException {
        Map<String, String> environment = Map.of(
                "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                "S3_ENDPOINT_URL", STORE.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
        String source = "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port()
                + SSH.folder().resolve("large");
        try (CommandRun run = CommandRun.start(
                folder, environment, List.of("cp", "--json", "--bandwidth", "4MiB/s", source, TARGET.toString()))) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            run.signal(signal);
            CommandRun.Result result = run.await();
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(exitCode);
            assertThat(result.lastLine()).contains("\"event\":\"failed\"", "\"code\":" + exitCode);
            assertThat(result.error()).contains(name).hasLineCount(1);
        }
        assertThat(STORE.keys("lake")).isEmpty();
        assertThat(STORE.openUploads(TARGET)).isEmpty();
    }
}
