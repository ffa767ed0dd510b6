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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that does not offer the cipher which is fastest. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OtherCipherIT {

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final String BUCKET = "ciphers";

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBucket() throws IOException {
        STORE.createBucket(BUCKET);
    }

    @ParameterizedTest
    @CsvSource({"aes256-ctr, true", "aes256-gcm@openssh.com, false"})
    void isReadAndVerboseSaysWhyItIsSlower(String cipher, boolean slower) throws Exception {
        ObjectKey target = new ObjectKey(BUCKET, cipher);
        try (OpenSsh ssh = OpenSsh.server().with("Ciphers", cipher)) {
            ssh.start();
            Path file =
                    Files.write(ssh.folder().resolve("file"), new GeneratedBytes(1).bytes(new ByteRange(0, 40 << 20)));
            Map<String, String> environment = Map.of(
                    "CROSSDOCK_IDENTITY", ssh.identity().toString(),
                    "CROSSDOCK_KNOWN_HOSTS", ssh.knownHosts().toString(),
                    "S3_ENDPOINT_URL", STORE.endpoint().toString(),
                    "AWS_REGION", STORE.region(),
                    "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
            String url = "sftp://" + ssh.user() + "@127.0.0.1:" + ssh.port() + file;
            CommandRun.Result result = CommandRun.run(folder, environment, List.of("cp", "-v", url, target.toString()));
            assertThat(result.exitCode()).as(result.everything()).isZero();
            assertThat(result.output()).contains("2 connections");
            assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
            assertThat(result.error().lines().filter(line -> line.contains("offers no AES-GCM")))
                    .as(result.everything())
                    .hasSize(slower ? 1 : 0)
                    .allMatch(line -> line.contains(cipher));
        }
    }
}
