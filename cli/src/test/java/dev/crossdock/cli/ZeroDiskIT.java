package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Pushgateway;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A transfer opens no file for writing: not the command, nor what it loads, nor its launcher. */
@EnabledOnOs(OS.LINUX)
final class ZeroDiskIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @RegisterExtension
    static final Pushgateway GATEWAY = Pushgateway.server();

    private static final int BYTES = 40 << 20;

    @TempDir
    private Path folder = Path.of("");

    /** With the native library, the class cache and everything that metrics need. */
    @Test
    void aTransferOpensNoFileForWriting() throws IOException {
        STORE.createBucket("lake");
        Path file = Files.write(SSH.folder().resolve("file"), new GeneratedBytes(5).bytes(new ByteRange(0, BYTES)));
        Path cache = folder.resolve("classes.aot");
        // Also finds out, once for this build, whether the native library can be loaded: the launcher notes that down.
        CommandRun.Result lesson = CommandRun.run(
                folder,
                environment("-XX:AOTCacheOutput=" + cache),
                List.of("cp", "--quiet", url(file), "s3://lake/lesson"));
        assertThat(lesson.exitCode()).as(lesson.everything()).isZero();
        assertThat(cache).exists();

        WatchedFiles files = new WatchedFiles(folder);
        List<String> arguments = new ArrayList<>(List.of("cp", "--json", url(file), "s3://lake/watched"));
        arguments.addAll(List.of("--metrics-listen", "127.0.0.1:0", "--push-gateway"));
        arguments.add(GATEWAY.url().toString());
        CommandRun.Result result = CommandRun.runUnder(
                files.watch(),
                folder,
                environment("-XX:AOTMode=on -XX:AOTCache=" + cache + " -Xlog:aot=off"),
                arguments);

        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(STORE.file(new ObjectKey("lake", "watched"))).hasSameBinaryContentAs(file);
        assertThat(files.writing()).isEmpty();
        assertThat(files.opened("classes.aot")).isTrue();
        assertThat(files.opened("libconscrypt_openjdk_jni")).isTrue();
        assertThat(files.opened("prometheus-metrics-exporter-pushgateway")).isTrue();
        assertThat(result.lastLine()).contains("\"diskBytesWritten\":0");
        assertThat(GATEWAY.metrics()).containsPattern("crossdock_disk_written_bytes\\{.*} 0\n");
    }

    /**
     * Most file systems note, once a day for each file, that it was read, and that is a write on the reader's account: of
     * the command as it starts, not of what it moves.
     */
    @Test
    void filesThatNobodyReadForDaysAreNotTheTransfersWrites() throws IOException, InterruptedException {
        STORE.createBucket("days");
        Path file = Files.write(SSH.folder().resolve("file"), new GeneratedBytes(5).bytes(new ByteRange(0, BYTES)));
        unreadForDays(CommandRun.distribution());
        unreadForDays(Path.of(System.getProperty("java.home")));
        // What waits to be written already would hide what is noted later.
        assertThat(new ProcessBuilder("sync").start().waitFor()).isZero();

        List<String> arguments = List.of(
                "cp",
                "--json",
                "--metrics-listen=127.0.0.1:0",
                "--push-gateway=" + GATEWAY.url(),
                url(file),
                "s3://days/a");
        CommandRun.Result result = CommandRun.run(folder, environment(""), arguments);

        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.lastLine()).contains("\"diskBytesWritten\":0");
    }

    private static void unreadForDays(Path tree) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
        try (Stream<Path> files = Files.walk(tree.toRealPath())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(ZeroDiskIT::isOurs)
                    .toList()) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, then, null);
            }
        }
    }

    /** Only who owns a file may say when it was read; the Java that is used may belong to the machine. */
    private static boolean isOurs(Path file) {
        return Files.isWritable(file);
    }

    /** So that an empty list means something. */
    @Test
    void whoWritesIsSeen() throws IOException, InterruptedException {
        WatchedFiles files = new WatchedFiles(folder);
        List<String> command = new ArrayList<>(files.watch());
        command.addAll(
                List.of("sh", "-c", "cat </dev/null >/dev/null; echo 1 >a; echo 2 >>a; mkdir b; mv a b; rm -r b"));
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        assertThat(files.writing())
                .anySatisfy(call -> assertThat(call).startsWith("open").contains("\"a\"", "O_TRUNC"))
                .anySatisfy(call -> assertThat(call).startsWith("open").contains("\"a\"", "O_APPEND"))
                .anySatisfy(call -> assertThat(call).startsWith("mkdir"))
                .anySatisfy(call -> assertThat(call).startsWith("rename"))
                .anySatisfy(call -> assertThat(call).startsWith("unlink"))
                .noneSatisfy(call -> assertThat(call).contains("/dev/null"));
    }

    private static String url(Path file) {
        return "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port() + file;
    }

    private static Map<String, String> environment(String javaOptions) {
        return Map.of(
                "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                "S3_ENDPOINT_URL", STORE.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey(),
                "CROSSDOCK_JAVA_OPTIONS", javaOptions);
    }
}
