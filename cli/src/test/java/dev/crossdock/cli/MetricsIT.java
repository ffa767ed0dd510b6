package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Pushgateway;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's metrics reach a real Pushgateway and whoever scrapes; what is wrong with them ends no transfer. */
final class MetricsIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @RegisterExtension
    static final Pushgateway GATEWAY = Pushgateway.server();

    private static final int BYTES = 20 << 20;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBucketAndFile() throws IOException {
        STORE.createBucket("lake");
        Files.write(SSH.folder().resolve("file"), new GeneratedBytes(3).bytes(new ByteRange(0, BYTES)));
    }

    @Test
    void theFiveMetricsOfTheArticleArriveAtThePushgateway() throws IOException {
        CommandRun.Result result =
                run(Map.of("PUSH_GATEWAY", GATEWAY.url().toString()), "five", "--json", "--push-instance", "here");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        Map<String, Double> metrics = pushed("sftp-s3-streaming", "here");
        assertThat(metrics.get("sftp_s3_bytes_transferred_total")).isEqualTo(BYTES);
        assertThat(metrics.get("sftp_s3_chunks_processed_total")).isEqualTo(3);
        assertThat(metrics.get("sftp_s3_throughput_mbps")).isPositive();
        assertThat(metrics.get("sftp_s3_memory_usage_mb")).isBetween(30.0, 300.0);
        assertThat(metrics.get("sftp_s3_process_write_bytes_mb")).isZero();
        // What the receipt says and what the metrics say is the same.
        assertThat(metrics.get("crossdock_disk_written_bytes")).isEqualTo(number(result, "diskBytesWritten"));
        assertThat(metrics.get("crossdock_resident_memory_bytes"))
                .isLessThanOrEqualTo(number(result, "peakMemoryBytes") + (8 << 20));
        assertThat(metrics.get("crossdock_last_transfer_success")).isEqualTo(1);
        assertThat(metrics.get("crossdock_last_transfer_bytes")).isEqualTo(BYTES);
        assertThat(metrics.get("crossdock_transfers_active")).isZero();
        assertThat(metrics.get("crossdock_memory_leased_bytes")).isZero();
        assertThat(metrics.get("process_cpu_seconds_total")).isPositive();
    }

    /** Else the success of the night before would still stand there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--no-such-option",
                "--part-size=much",
                "--memory=1GiB", // more than Java may use here
                "--metrics-listen=nowhere",
                "--metrics-listen=192.0.2.1:1",
            })
    void whatFailsBeforeAnythingIsMovedIsPushedAsAFailure(String wrong) throws Exception {
        pushSuccess("begun");
        Map<String, String> java = Map.of("CROSSDOCK_JAVA_OPTIONS", "-Xmx256m");
        CommandRun.Result result = run(java, "never", push("begun", wrong));
        assertThat(result.exitCode()).as(result.everything()).isPositive();
        assertThat(result.error()).hasLineCount(1);
        assertThat(pushed("sftp-s3-streaming", "begun").get("crossdock_last_transfer_success"))
                .as(result.everything())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"-i, /none", "--known-hosts, /none", "--endpoint, nowhere", "cp, sftp://nobody@127.0.0.1:1/file"})
    void soIsWhatIsNotThere(String before, String value) throws Exception {
        pushSuccess("missing");
        List<String> arguments = arguments("never", push("missing"));
        arguments.set(arguments.indexOf(before) + 1, value);
        CommandRun.Result result = CommandRun.run(folder, environment(Map.of()), arguments);
        assertThat(result.exitCode()).as(result.everything()).isPositive();
        assertThat(pushed("sftp-s3-streaming", "missing").get("crossdock_last_transfer_success"))
                .isZero();
    }

    @Test
    void soIsAnEnvironmentThatCanNotBeRead() throws Exception {
        pushSuccess("environment");
        Files.write(folder.resolve(".env"), new byte[] {(byte) 0xff});
        CommandRun.Result result = run(Map.of(), "never", push("environment"));
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(2);
        assertThat(pushed("sftp-s3-streaming", "environment").get("crossdock_last_transfer_success"))
                .isZero();
    }

    @Test
    void aPlanThatIsAskedForWronglyIsNoTransfer() throws Exception {
        pushSuccess("plan");
        assertThat(run(Map.of(), "never", push("plan", "--dry-run", "--no-such-option"))
                        .exitCode())
                .isEqualTo(2);
        assertThat(pushed("sftp-s3-streaming", "plan").get("crossdock_last_transfer_success"))
                .isEqualTo(1);
    }

    /** Says at the gateway what the night before had said. */
    private static void pushSuccess(String instance) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI group = URI.create(GATEWAY.url() + "/metrics/job/sftp-s3-streaming/instance/" + instance);
            String text = "# TYPE crossdock_last_transfer_success gauge\ncrossdock_last_transfer_success 1\n";
            HttpRequest request = HttpRequest.newBuilder(group)
                    .POST(HttpRequest.BodyPublishers.ofString(text))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(pushed("sftp-s3-streaming", instance)).containsEntry("crossdock_last_transfer_success", 1.0);
    }

    /** What is wrong comes first: what is to be pushed is read all the same. */
    private static String[] push(String instance, String... before) {
        List<String> options = new ArrayList<>(List.of(before));
        options.addAll(List.of("--push-gateway", GATEWAY.url().toString(), "--push-instance", instance));
        return options.toArray(String[]::new);
    }

    @Test
    void whatWasPushedCanBeDeletedAtTheEnd() throws IOException {
        CommandRun.Result result = run(
                Map.of(),
                "deleted",
                "--push-gateway",
                GATEWAY.url().toString(),
                "--push-job",
                "gone/with it",
                "--push-at-end",
                "delete");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        assertThat(GATEWAY.metrics()).doesNotContain("gone/with it");
    }

    @Test
    void anyJobAndInstanceArriveAsTheyAre() throws IOException {
        CommandRun.Result result = run(
                Map.of("CROSSDOCK_PUSH_GATEWAY", GATEWAY.url().toString()),
                "named",
                "--push-job",
                "a b/c?é",
                "--push-instance",
                "x\"y");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        assertThat(GATEWAY.metrics()).contains("instance=\"x\\\"y\",job=\"a b/c?é\"");
    }

    @Test
    void aGatewayThatIsNotThereIsOneLineAndNoFailure() throws IOException {
        requireOneWarning(run(Map.of("PUSH_GATEWAY", "127.0.0.1:1"), "dead"), "dead", "127.0.0.1:1");
    }

    @Test
    void aGatewayThatHangsIsOneLineAndNoFailure() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            requireOneWarning(run(Map.of("PUSH_GATEWAY", url), "hanging"), "hanging", url);
        }
    }

    /** The store is no Pushgateway, and says so. */
    @Test
    void aGatewayThatRefusesIsOneLineAndNoFailure() throws IOException {
        String url = STORE.endpoint().toString();
        requireOneWarning(run(Map.of("PUSH_GATEWAY", url), "refusing"), "refusing", url);
    }

    private static void requireOneWarning(CommandRun.Result result, String key, String named) {
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error())
                .contains("can't be pushed to", named, "goes on")
                .hasLineCount(1);
        assertThat(result.output()).contains("integrity full-object");
        assertThat(STORE.file(new ObjectKey("lake", key))).hasSize(BYTES);
    }

    @Test
    void isScrapedWhileItRuns() throws Exception {
        try (CommandRun run = CommandRun.start(
                        folder,
                        environment(Map.of()),
                        arguments("scraped", "--json", "--metrics-listen", "127.0.0.1:0", "--bandwidth", "8MiB/s"));
                HttpClient client = HttpClient.newHttpClient()) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            Matcher said = Pattern.compile("http://\\S+/metrics").matcher(run.errorSoFar());
            assertThat(said.find()).as(run.errorSoFar()).isTrue();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(said.group())).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body())
                    .contains("crossdock_transfers_active 1.0", "crossdock_memory_budget_bytes 6.7108864E7")
                    .contains("crossdock_transfer_size_bytes " + (double) BYTES)
                    .contains("crossdock_connections ")
                    .doesNotContain("lake", "127.0.0.1", SSH.folder().toString());
            assertThat(run.await().exitCode()).isZero();
        }
    }

    @Test
    void aPortInUseIsSaidBeforeAnythingIsMoved() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun.Result result = run(Map.of(), "never", "--metrics-listen", "127.0.0.1:" + taken.getLocalPort());
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.output()).isEmpty();
            assertThat(result.error())
                    .contains("127.0.0.1:" + taken.getLocalPort(), "in use", "--metrics-listen")
                    .hasLineCount(1);
            assertThat(STORE.file(new ObjectKey("lake", "never"))).doesNotExist();
        }
    }

    @Test
    void withoutMetricsNothingOfTheirLibraryIsLoaded() throws IOException {
        String loaded = "-Xlog:class+load:file=" + folder.resolve("loaded");
        assertThat(run(Map.of("CROSSDOCK_JAVA_OPTIONS", loaded), "off").exitCode())
                .isZero();
        assertThat(Files.readString(folder.resolve("loaded")))
                .contains("dev.crossdock.cli.TelemetryOptions ")
                .doesNotContain("io.prometheus.", "com.sun.net.httpserver.", "dev.crossdock.cli.MetricsExport ");
        assertThat(run(Map.of("CROSSDOCK_JAVA_OPTIONS", loaded), "on", "--metrics-listen", "127.0.0.1:0")
                        .exitCode())
                .isZero();
        assertThat(Files.readString(folder.resolve("loaded"))).contains("io.prometheus.");
    }

    /** What is to be read by programs is, whoever speaks. */
    @Test
    void logsAreJsonIfAsked() throws IOException {
        CommandRun.Result result = run(Map.of("PUSH_GATEWAY", "127.0.0.1:1"), "logged", "-v", "--log-format", "json");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error().lines())
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        line -> assertThat(line).startsWith("{\"timestamp\":").endsWith("}"))
                .anySatisfy(line -> assertThat(line)
                        .contains("\"level\":\"WARN\"", "\"loggerName\":\"crossdock\"", "can't be pushed"));
        CommandRun.Result wrong = run(Map.of(), "logged", "--log-format", "json", "--push-gateway", "ftp://h");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.error())
                .startsWith("{\"timestamp\":")
                .contains("\"level\":\"ERROR\"")
                .hasLineCount(1);
    }

    /** Also where the options can't be read as a whole, or the file of variables not at all. */
    @Test
    void wrongUsageIsJsonIfAsked() throws IOException {
        Map<String, String> asked = Map.of("CROSSDOCK_LOG_FORMAT", "json", "PUSH_GATEWAY", "127.0.0.1:1");
        requireJson(run(asked, "wrong", "--no-such-option"));
        requireJson(run(Map.of("PUSH_GATEWAY", "127.0.0.1:1"), "wrong", "--memory=lots", "--log-format", "json"));
        Files.write(folder.resolve(".env"), new byte[] {(byte) 0xff});
        requireJson(run(asked, "wrong"));
    }

    private static void requireJson(CommandRun.Result result) {
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(2);
        assertThat(result.error().lines())
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).startsWith("{\"timestamp\":").endsWith("}"))
                .anySatisfy(line -> assertThat(line).contains("\"level\":\"ERROR\""))
                .anySatisfy(line -> assertThat(line).contains("\"level\":\"WARN\"", "can't be pushed"));
    }

    private static double number(CommandRun.Result result, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(result.lastLine());
        assertThat(value.find()).as(result.lastLine()).isTrue();
        return Double.parseDouble(value.group(1));
    }

    /** What the gateway shows of a group: the metrics without further labels. */
    private static Map<String, Double> pushed(String job, String instance) throws IOException {
        String labels = "{instance=\"" + instance + "\",job=\"" + job + "\"} ";
        Map<String, Double> values = new HashMap<>();
        GATEWAY.metrics()
                .lines()
                .filter(line -> line.contains(labels))
                .forEach(line -> values.put(
                        line.substring(0, line.indexOf('{')),
                        Double.parseDouble(line.substring(line.indexOf(labels) + labels.length()))));
        return values;
    }

    private CommandRun.Result run(Map<String, String> variables, String key, String... options) throws IOException {
        return CommandRun.run(folder, environment(variables), arguments(key, options));
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_ACCESS_KEY_ID", STORE.accessKeyId());
        all.put("AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
        return all;
    }

    private static List<String> arguments(String key, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "cp",
                "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port()
                        + SSH.folder().resolve("file"),
                "s3://lake/" + key,
                "-i",
                SSH.identity().toString(),
                "--known-hosts",
                SSH.knownHosts().toString(),
                "--endpoint",
                STORE.endpoint().toString()));
        all.addAll(List.of(options));
        return all;
    }
}
