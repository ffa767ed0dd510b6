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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command moves files from OpenSSH to versitygw. */
final class CopyIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    /** A session begins in this folder, as if it were the user's home. */
    private static final Path HOME = Path.of("target", "copy-it-home").toAbsolutePath();

    @RegisterExtension
    static final OpenSsh HOME_SSH = OpenSsh.server().with("ForceCommand", "internal-sftp -d " + HOME);

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBucket() {
        STORE.createBucket("lake");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, (8 << 20) - 1, 8 << 20, (9 << 20) + 1, 40 << 20})
    void movesAFileOfAnySize(long bytes) throws IOException {
        Path file = file("size-" + bytes, bytes);
        CommandRun.Result result = run(url(file), "s3://lake/sizes/");
        assertThat(result.error()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines()).hasSize(2);
        assertThat(result.lastLine())
                .startsWith("✓ ")
                .contains(" · integrity full-object crc32c ", " · 0 retries · memory ", " · disk ");
        assertThat(STORE.file(new ObjectKey("lake", "sizes/size-" + bytes))).hasSameBinaryContentAs(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with spaces.csv",
                "a+b.csv",
                "100%.csv",
                "%41.csv",
                "#1.csv",
                "what?.csv",
                "Zahlen 😀 é.csv",
                ".hidden",
                "a&b=c;d'e\"f.csv",
            })
    void aNameArrivesAsItIs(String name) throws IOException {
        Path file = file(name, 1000);
        assertThat(run(url(file), "s3://lake/named/" + name).exitCode()).isZero();
        assertThat(run(url(file), "s3://lake/kept/").exitCode()).isZero();
        assertThat(STORE.file(new ObjectKey("lake", "named/" + name))).hasSameBinaryContentAs(file);
        assertThat(STORE.file(new ObjectKey("lake", "kept/" + name))).hasSameBinaryContentAs(file);
    }

    @Test
    void aKeyIsTakenLiterally() throws IOException {
        Path file = file("double", 10);
        CommandRun.Result result = run(url(file), "s3://lake/a b/c.csv", "--json");
        assertThat(result.exitCode()).isZero();
        assertThat(result.lastLine()).contains("\"target\":\"s3://lake/a b/c.csv\"");
    }

    @Test
    void aSecondRunMovesNothingAndSaysSo() throws IOException {
        Path file = file("twice", 1000);
        assertThat(run(url(file), "s3://lake/twice").exitCode()).isZero();
        CommandRun.Result second = run(url(file), "s3://lake/twice");
        assertThat(second.exitCode()).isZero();
        assertThat(second.lastLine()).contains("there already", "--always");
        assertThat(run(url(file), "s3://lake/twice", "--always").lastLine()).contains("integrity full-object");
    }

    @Test
    void noClobberLeavesAnObjectAlone() throws IOException {
        Path first = file("first", 1000);
        Path second = file("second", 2000);
        assertThat(run(url(first), "s3://lake/kept-object").exitCode()).isZero();
        CommandRun.Result result = run(url(second), "s3://lake/kept-object", "--no-clobber");
        assertThat(result.exitCode()).isEqualTo(9);
        assertThat(result.error()).hasLineCount(1);
        assertThat(STORE.file(new ObjectKey("lake", "kept-object"))).hasSameBinaryContentAs(first);
    }

    @Test
    void aDryRunPrintsThePlanAndMovesNothing() throws IOException {
        CommandRun.Result result = run(url(file("dry", 20 << 20)), "s3://lake/dry", "--dry-run");
        assertThat(result.exitCode()).isZero();
        // 8 MiB and what tells one version from another, which may be rounded up.
        assertThat(result.output())
                .contains(" → s3://lake/dry", "nothing was moved")
                .containsPattern("20\\.0 MiB, 3 parts of (8\\.\\d|9\\.0) MiB");
        assertThat(STORE.keys("lake")).doesNotContain("dry");
    }

    @Test
    void saysEventsAsJson() throws IOException {
        CommandRun.Result result = run(url(file("json", 20 << 20)), "s3://lake/json", "--json");
        assertThat(result.error()).isEmpty();
        assertThat(result.output().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"event\":\"").endsWith("}"));
        assertThat(result.output().lines().filter(line -> line.contains("\"partStored\"")))
                .hasSize(3);
        assertThat(result.lastLine())
                .contains(
                        "\"event\":\"finished\"",
                        "\"bytes\":20971520",
                        "\"parts\":3",
                        "\"integrity\":\"full-object\"",
                        "\"diskBytesWritten\":0");
    }

    @Test
    void quietSaysNothing() throws IOException {
        CommandRun.Result result = run(url(file("quiet", 10)), "s3://lake/quiet", "--quiet");
        assertThat(result.exitCode()).isZero();
        assertThat(result.everything()).isEmpty();
    }

    @Test
    void readsBelowTheHomeFolder() throws IOException {
        Files.createDirectories(HOME);
        Path file = Files.writeString(HOME.resolve("at home.csv"), "id,name\n");
        Map<String, String> login = new HashMap<>(environment());
        login.put("CROSSDOCK_IDENTITY", HOME_SSH.identity().toString());
        login.put("CROSSDOCK_KNOWN_HOSTS", HOME_SSH.knownHosts().toString());
        String source = "sftp://" + HOME_SSH.user() + "@127.0.0.1:" + HOME_SSH.port() + "/~/at home.csv";
        CommandRun.Result result = CommandRun.run(folder, login, List.of("cp", source, "s3://lake/home"));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(STORE.file(new ObjectKey("lake", "home"))).hasSameBinaryContentAs(file);
    }

    private CommandRun.Result run(String... arguments) throws IOException {
        List<String> all = new java.util.ArrayList<>(List.of("cp"));
        all.addAll(List.of(arguments));
        return CommandRun.run(folder, environment(), all);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                "S3_ENDPOINT_URL", STORE.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
    }

    private static Path file(String name, long bytes) throws IOException {
        return Files.write(SSH.folder().resolve(name), new GeneratedBytes(bytes).bytes(new ByteRange(0, bytes)));
    }

    private static String url(Path file) {
        return "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port()
                + file.toString().replace("%", "%25");
    }
}
