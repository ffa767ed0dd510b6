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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Something that makes it quick is missing: the copy goes on, slower, and {@code -v} says why in one line. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GoesOnSlowerIT {

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final Path LAUNCHER = CommandRun.distribution().resolve(Path.of("bin", "crossdock"));
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
            CommandRun.Result result = copied(LAUNCHER, ssh, wire.endpoint(), file(ssh, 100 * MIB));
            assertThat(result.output()).doesNotContain(" 0 retries");
            assertSaidOnce(result, "goes on slower", "the store asks for fewer requests", "SlowDown");
        }
    }

    /** A second SFTP server finds the lock taken and ends at once, after the user was let in. */
    @Test
    void whereTheServerGivesOneSession() throws Exception {
        String oneByOne = "flock --nonblock " + folder.resolve("one") + " /usr/lib/openssh/sftp-server";
        try (OpenSsh ssh = OpenSsh.server().with("ForceCommand", oneByOne)) {
            ssh.start();
            // Slow enough that the server is asked for a second one again and again.
            CommandRun.Result result =
                    copied(LAUNCHER, ssh, STORE.endpoint(), file(ssh, 128 * MIB), "--bandwidth", "32MiB/s");
            assertThat(result.output()).contains("2 connections");
            assertSaidOnce(result, "further connection", "gives no further connection", "over one", "slower");
        }
    }

    @Test
    void whereTheNativeLibraryCanNotBeLoaded() throws Exception {
        Path home = home("lib");
        Files.createDirectory(home.resolve("native"));
        try (Stream<Path> libraries = Files.list(CommandRun.distribution().resolve("native"))) {
            for (Path library : (Iterable<Path>) libraries::iterator) {
                Files.writeString(home.resolve("native").resolve(library.getFileName()), "no library");
            }
        }
        try (OpenSsh ssh = OpenSsh.server()) {
            ssh.start();
            CommandRun.Result result = copied(home.resolve("crossdock"), ssh, STORE.endpoint(), file(ssh, 20 * MIB));
            assertSaidOnce(result, "cryptography by", "by the JDK itself", "UnsatisfiedLinkError", "compiles with C2");
        }
    }

    @Test
    void whereTheClassCacheIsForeign() throws Exception {
        Path home = home("lib", "native");
        Path launcher = home.resolve("crossdock");
        CommandRun.Result unused = CommandRun.run(launcher, folder, Map.of(), List.of("--version")); // names its files
        Files.writeString(PackageIT.cacheOf(home), "made by something else entirely\n".repeat(100));
        try (OpenSsh ssh = OpenSsh.server()) {
            ssh.start();
            CommandRun.Result result = copied(launcher, ssh, STORE.endpoint(), file(ssh, 20 * MIB));
            assertSaidOnce(result, "without the class cache", "bad magic number");
        }
    }

    @Test
    void whereTheClassCacheIsStale() throws Exception {
        Path home = home("native", "playground");
        Path launcher = home.resolve("crossdock");
        Files.createDirectory(home.resolve("lib"));
        try (Stream<Path> jars = Files.list(CommandRun.distribution().resolve("lib"))) {
            for (Path jar : (Iterable<Path>) jars::iterator) {
                Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
            }
        }
        Map<String, String> learning = Map.of("CROSSDOCK_LEARN", System.getProperty("java.home"));
        CommandRun.Result learnt = CommandRun.run(launcher, folder, learning, List.of("--version"));
        assertThat(learnt.exitCode()).as(learnt.everything()).isZero();
        assertThat(PackageIT.cacheOf(home)).isNotEmptyFile();
        try (OpenSsh ssh = OpenSsh.server()) {
            ssh.start();
            Path file = file(ssh, 20 * MIB);
            assertThat(copied(launcher, ssh, STORE.endpoint(), file).error())
                    .as("while it fits")
                    .doesNotContain("class cache");
            try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
                Path jar = jars.filter(path -> path.getFileName().toString().startsWith("crossdock-core"))
                        .findFirst()
                        .orElseThrow();
                Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60))); // as if built anew
            }
            CommandRun.Result result = copied(launcher, ssh, STORE.endpoint(), file, "--always");
            assertSaidOnce(result, "without the class cache", "crossdock-core", "is newer than it");
        }
    }

    /** An installation of its own, which shares these folders with the one under test. */
    private Path home(String... shared) throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : shared) {
            Files.createSymbolicLink(
                    home.resolve(part), CommandRun.distribution().resolve(part));
        }
        Files.copy(LAUNCHER, home.resolve("crossdock"));
        return home;
    }

    private static Path file(OpenSsh ssh, int bytes) throws IOException {
        return Files.write(ssh.folder().resolve("file"), new GeneratedBytes(1).bytes(new ByteRange(0, bytes)));
    }

    private CommandRun.Result copied(Path launcher, OpenSsh ssh, URI store, Path file, String... options)
            throws IOException {
        Map<String, String> environment = Map.of(
                "CROSSDOCK_IDENTITY", ssh.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", ssh.knownHosts().toString(),
                "S3_ENDPOINT_URL", store.toString(),
                "AWS_REGION", STORE.region(),
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
        String url = "sftp://" + ssh.user() + "@127.0.0.1:" + ssh.port() + file;
        List<String> arguments = new ArrayList<>(List.of("cp", "-v", url, target.toString()));
        arguments.addAll(List.of(options));
        CommandRun.Result result = CommandRun.run(launcher, folder, environment, arguments);
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
