package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Relay;
import dev.crossdock.testkit.TlsServerHello;
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

/** The command speaks https, with the native provider, to a store whose certificate is by a CA of its own. */
final class TlsIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.withTls();

    private static final int BYTES = 20 << 20;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBucketAndFile() throws IOException {
        STORE.createBucket("lake");
        Files.write(SSH.folder().resolve("file"), new GeneratedBytes(1).bytes(new ByteRange(0, BYTES)));
    }

    @Test
    void reachesTheSameLevelAsWithoutTls() throws IOException {
        CommandRun.Result result = run(STORE.endpoint().toString(), true, "trusted");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.lastLine()).contains("integrity full-object");
        assertThat(STORE.file(new ObjectKey("lake", "trusted")))
                .hasSameBinaryContentAs(SSH.folder().resolve("file"));
    }

    /** This store closes each connection after its answer, as others do after so many. */
    @Test
    void aNewConnectionGoesOnWithTheSessionOfAnEarlierOne() throws IOException {
        try (Relay relay = Relay.to(STORE.port(), "127.0.0.1")) {
            CommandRun.Result result = run("https://127.0.0.1:" + relay.port(), true, "resumed");
            assertThat(result.exitCode()).as(result.everything()).isZero();
            List<Boolean> goingOn = relay.beginnings().stream()
                    .map(first -> TlsServerHello.read(first).goesOnWithASession())
                    .toList();
            // Of those in between, some are made at the same time, and each session can be gone on with once.
            assertThat(goingOn).startsWith(false).endsWith(true);
        }
    }

    @Test
    void refusesACertificateByAnUnknownAuthority() throws IOException {
        CommandRun.Result result = run(STORE.endpoint().toString(), false, "untrusted");
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(7);
        assertThat(result.error()).contains("certificate").hasLineCount(1);
        assertThat(STORE.keys("lake")).doesNotContain("untrusted");
    }

    @Test
    void refusesACertificateForAnotherHost() throws IOException {
        try (Relay elsewhere = Relay.to(STORE.port(), "127.0.0.2")) {
            CommandRun.Result result = run("https://127.0.0.2:" + elsewhere.port(), true, "elsewhere");
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(7);
            assertThat(result.error()).hasLineCount(1);
            assertThat(STORE.keys("lake")).doesNotContain("elsewhere");
        }
    }

    private CommandRun.Result run(String endpoint, boolean trusting, String key) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                "S3_ENDPOINT_URL", endpoint,
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));
        if (trusting) {
            environment.put(
                    "CROSSDOCK_JAVA_OPTIONS",
                    "-Djavax.net.ssl.trustStore=" + STORE.trust().trustStore()
                            + " -Djavax.net.ssl.trustStorePassword="
                            + STORE.trust().trustStorePassword());
        }
        String source = "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port()
                + SSH.folder().resolve("file");
        return CommandRun.run(folder, environment, List.of("cp", source, "s3://lake/" + key));
    }
}
