package dev.crossdock.cli;

import static dev.crossdock.testkit.S3Operation.UPLOAD_PART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3FaultProxy;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Either end gives less than is usual: the copy goes on, slower, and says why in one line to who asked for more. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GoesOnSlowerIT {

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private final ObjectKey target;

    GoesOnSlowerIT(TestInfo test) {
        target =
                new ObjectKey(Passage.BUCKET, test.getTestMethod().orElseThrow().getName());
    }

    @BeforeAll
    static void makeBucket() throws IOException {
        STORE.createBucket(Passage.BUCKET);
    }

    @Test
    void whereTheStoreTakesFourRequestsAtOnceAndNoMore() throws Exception {
        try (OpenSsh ssh = OpenSsh.server();
                S3FaultProxy wire = S3FaultProxy.before(STORE)) {
            ssh.start();
            wire.onAny().beyondAtOnce(4).always().slowDown();
            CountDownLatch fifth = new CountDownLatch(1);
            wire.on(UPLOAD_PART).times(4).meanwhile(fifth::await); // however quick the store is
            wire.on(UPLOAD_PART).nth(5).meanwhile(fifth::countDown);
            CommandRun.Result result = copied(ssh, wire.endpoint(), file(ssh, 100 * MIB));
            assertThat(result.output()).doesNotContain(" 0 retries");
            assertSaidOnce(result, "goes on slower", "the store asks for fewer requests", "SlowDown");
        }
    }

    private static Path file(OpenSsh ssh, int bytes) throws IOException {
        return Files.write(ssh.folder().resolve("file"), new GeneratedBytes(1).bytes(new ByteRange(0, bytes)));
    }

    private CommandRun.Result copied(OpenSsh ssh, URI store, Path file) throws IOException {
        Map<String, String> environment = Map.of(
                "CROSSDOCK_IDENTITY", ssh.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", ssh.knownHosts().toString(),
                "S3_ENDPOINT_URL", store.toString(),
                "AWS_REGION", STORE.region(),
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
        String url = "sftp://" + ssh.user() + "@127.0.0.1:" + ssh.port() + file;
        CommandRun.Result result = CommandRun.run(folder, environment, List.of("cp", "-v", url, target.toString()));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
        return result;
    }

    private static void assertSaidOnce(CommandRun.Result result, String what, String... why) {
        assertThat(result.error().lines().filter(line -> line.contains(what)))
                .as(result.everything())
                .singleElement()
                .asString()
                .contains(why);
    }
}
