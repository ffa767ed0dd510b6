package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.crossdock.ObjectKey;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The comparison on OpenSSH and versitygw; whatever happens, nothing of it is left at either. */
final class BenchIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final OpenSsh READ_ONLY = OpenSsh.server().with("ForceCommand", "internal-sftp -R");

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CROSSDOCK_IDENTITY", SSH.identity().toString(),
            "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
            "S3_ENDPOINT_URL", STORE.endpoint().toString(),
            "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));

    @BeforeAll
    static void makeBucket() {
        STORE.createBucket("lake");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(names(SSH.folder())).isEmpty();
        assertThat(STORE.keys("lake")).isEmpty();
        assertThat(names(folder).stream().filter(name -> name.startsWith("crossdock-")))
                .isEmpty();
    }

    /** A peer that says it did the job and did not is found out, and one that is not there is named. */
    @Test
    void comparesStreamingWithTheOtherWayAndWithThePeersThatThereAre() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Files.createFile(
                programs.resolve("rclone"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(programs.resolve("rclone"), "#!/bin/sh\nexit 0\n");
        environment.put("PATH", programs + ":/usr/bin:/bin");
        Path plot = folder.resolve("plot.svg");
        CommandRun.Result result =
                bench("--sizes", "9MiB,100KiB", "--rounds", "1", "--peers", "--plot", plot.toString());
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(rows(result, "crossdock cp")).hasSize(2).allMatch(row -> row.endsWith(" 0 B"));
        assertThat(rows(result, "download, then upload")).hasSize(2).noneMatch(row -> row.endsWith(" 0 B"));
        assertThat(rows(result, "rclone")).isEmpty();
        assertThat(result.output())
                .contains("\n100 KiB ", "\n9 MiB ")
                .containsPattern("Streaming (wins from|does not win)")
                .contains("Not compared: rclone (there is no object ")
                .contains("Not compared: sftp, then aws s3 cp (aws is not installed).");
        assertThat(result.error()).contains("rclone takes part no more");
        assertThat(plot).content().startsWith("<svg ").contains("crossdock cp", "9 MiB");
    }

    @Test
    void whatIsSaidFollowsFromWhatWasMeasured() throws IOException {
        CommandRun.Result result = bench("--json", "--sizes", "9MiB,100KiB", "--rounds", "1");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        requireFigures(result, List.of(9L << 20, 100L << 10));
    }

    /** Times and bytes of each row are possible, and who is said to be faster took less time. */
    private static void requireFigures(CommandRun.Result result, List<Long> sizes) {
        boolean toMemory = result.output().contains("\"downloadsToMemory\":true");
        for (long size : sizes) {
            String streaming = measured(result, size, "crossdock cp");
            String other = measured(result, size, "download, then upload");
            for (String row : List.of(streaming, other)) {
                assertThat(number(row, "seconds")).as(row).isPositive();
                assertThat(number(row, "peakMemoryBytes")).as(row).isBetween(30.0 * (1 << 20), 1.0 * (1 << 30));
                // A made-up table ends with its last whole row.
                assertThat(number(row, "bytes")).as(row).isBetween(size * 0.99, 1.0 * size);
                assertThat(number(row, "bytesPerSecond"))
                        .as(row)
                        .isCloseTo(number(row, "bytes") / number(row, "seconds"), Percentage.withPercentage(2));
            }
            assertThat(number(streaming, "diskBytesWritten")).as(streaming).isZero();
            assertThat(number(other, "diskBytesWritten"))
                    .as(other)
                    .isGreaterThanOrEqualTo(toMemory ? 0 : number(other, "bytes"));
            boolean loses = Pattern.compile("\"streamingLosesAtBytes\":\\[[^]]*\\b" + size + "\\b")
                    .matcher(result.lastLine())
                    .find();
            double difference = number(other, "seconds") - number(streaming, "seconds");
            // Where they differ by less than is written, either may be said.
            assertThat(difference * (loses ? -1 : 1)).as(result.lastLine()).isNotNegative();
        }
    }

    private static String measured(CommandRun.Result result, long size, String contender) {
        return result.output()
                .lines()
                .filter(line -> line.startsWith("{\"event\":\"measured\"")
                        && line.contains("\"size\":" + size + ",")
                        && line.contains("\"contender\":\"" + contender + "\""))
                .reduce((one, another) -> {
                    throw new AssertionError("measured twice: " + one + another);
                })
                .orElseThrow(() -> new AssertionError("not measured: " + contender + " " + result.everything()));
    }

    private static double number(String event, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(event);
        assertThat(value.find()).as(name + " in " + event).isTrue();
        return Double.parseDouble(value.group(1));
    }

    /** Nobody is to take a measurement for the nightly job. */
    @Test
    void measuredRunsArePushedNowhereWhateverTheDotEnvFileSays() throws IOException {
        List<String> pushed = new CopyOnWriteArrayList<>();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            pushed.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        try {
            Files.writeString(
                    folder.resolve(".env"),
                    "PUSH_GATEWAY=http://127.0.0.1:" + gateway.getAddress().getPort() + "\n");
            CommandRun.Result result = bench("--sizes", "100KiB", "--rounds", "1", "--quiet");
            assertThat(result.exitCode()).as(result.everything()).isZero();
            assertThat(pushed).isEmpty();
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void withoutServersItBringsItsOwnAndSaysSo() throws IOException {
        CommandRun.Result result = CommandRun.run(
                folder,
                Map.of("CROSSDOCK_IDENTITY", "/nowhere", "S3_BUCKET", "another", "AWS_PROFILE", "none"),
                List.of("bench", "--json", "--sizes", "1MiB", "--rounds", "1", "--folder", folder.toString()));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.output().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{\"event\":\"").endsWith("}"))
                .anySatisfy(line -> assertThat(line).contains("\"begun\"", "\"embeddedServers\":true"));
        assertThat(result.output().lines().filter(line -> line.contains("\"event\":\"measured\"")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"size\":1048576", "\"rounds\":1"));
        requireFigures(result, List.of(1L << 20));
        assertThat(result.lastLine()).contains("\"event\":\"finished\"", "\"streamingWinsFromBytes\":");
    }

    /** They would die of it in the middle. */
    @Test
    void aFileThatItsOwnServersCanNotKeepIsWrongUsage() throws IOException {
        CommandRun.Result result = CommandRun.run(
                folder,
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m"),
                List.of("bench", "--sizes", "100MiB", "--rounds", "1", "--folder", folder.toString()));
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(2);
        assertThat(result.error()).contains("the largest file has 100.0 MiB", "--sizes", "servers of your own");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void aSignalEndsItAndClearsAway() throws IOException {
        List<String> arguments = arguments("--sizes", "16MiB", "--rounds", "100", "--json");
        try (CommandRun run = CommandRun.start(folder, environment, arguments)) {
            run.awaitLine(line -> line.contains("\"ran\""));
            run.signal("TERM");
            CommandRun.Result result = run.await();
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(143);
            assertThat(result.lastLine()).contains("\"event\":\"failed\"", "SIGTERM");
        }
        assertThat(STORE.client()
                        .listMultipartUploads(request -> request.bucket("lake"))
                        .uploads())
                .isEmpty();
    }

    @Test
    void aFolderThatDoesNotExistIsSaid() throws IOException {
        fails(7, "no folder for", List.of("bench", url(SSH) + "/nowhere", "s3://lake/bench/"));
    }

    @Test
    void noPermissionIsSaid() throws IOException {
        environment.put("CROSSDOCK_IDENTITY", READ_ONLY.identity().toString());
        environment.put("CROSSDOCK_KNOWN_HOSTS", READ_ONLY.knownHosts().toString());
        fails(3, "does not permit to write", List.of("bench", url(READ_ONLY), "s3://lake/bench/"));
    }

    @Test
    void aBucketThatDoesNotExistIsSaid() throws IOException {
        fails(7, "no-such-bucket", List.of("bench", "--sizes", "1MiB", url(SSH), "s3://no-such-bucket/bench/"));
    }

    private void fails(int code, String words, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--progress", "never", "--quiet"));
        CommandRun.Result result = CommandRun.run(folder, environment, all);
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(code);
        assertThat(result.error()).contains(words).hasLineCount(1);
        assertThat(result.output()).isEmpty();
    }

    private CommandRun.Result bench(String... options) throws IOException {
        return CommandRun.run(folder, environment, arguments(options));
    }

    private List<String> arguments(String... options) {
        List<String> all = new ArrayList<>(List.of("bench", "--folder", folder.toString()));
        all.addAll(List.of(options));
        all.addAll(List.of(url(SSH), new ObjectKey("lake", "bench").toString()));
        return all;
    }

    private static List<String> rows(CommandRun.Result result, String contender) {
        return result.output()
                .lines()
                .filter(line -> line.matches("(\\S+ \\S+)? *" + contender + "  .*"))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String url(OpenSsh server) {
        return "sftp://" + server.user() + "@127.0.0.1:" + server.port() + server.folder();
    }
}
