package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.crossdock.ObjectKey;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Prometheus;
import dev.crossdock.testkit.Pushgateway;
import dev.crossdock.testkit.TcpDistance;
import dev.crossdock.testkit.TcpProxy;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real transfer, pushed to a real Pushgateway and scraped by a real Prometheus with the configuration of {@code deploy/}; and
 * every expression of the dashboard and of the rules, asked while it runs and when it is over.
 */
final class WatchingIT {

    private static final ObjectKey KEY = new ObjectKey("data", "customers.csv");
    private static final int MEBIBYTES = 64;
    private static final int IN_FLIGHT = 2;
    /** Wide enough for a transfer of some seconds, or it would be over before it is scraped twice. */
    private static final TcpDistance LINE = new TcpDistance(Duration.ZERO, 6 << 20, TcpDistance.USUAL_WINDOW_BYTES);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_MILLIS = 250;
    private static final String PUSHED = "{job=\"sftp-s3-streaming\",instance=\"etl\"}";
    private static final String FAILED_ON_PURPOSE = "label_replace(vector(1), 'instance', 'night', '', '')";
    private static final int SCRAPE_PORT = freePort();

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @RegisterExtension
    static final Pushgateway GATEWAY = Pushgateway.server();

    @RegisterExtension
    static final Prometheus PROMETHEUS = Prometheus.server(WatchingIT::configuration);

    @TempDir
    private static Path folder = Path.of("");

    /** What each expression answered last while the transfer ran: never empty, never without a number. */
    private static final Map<String, List<Double>> WHILE_IT_RAN = new LinkedHashMap<>();

    /** The most that each expression answered while it ran: what is held for a moment may be given back at the last look. */
    private static final Map<String, Double> MOST_WHILE_IT_RAN = new HashMap<>();

    private static JsonElement receipt = JsonParser.parseString("{}");

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration() {
        try {
            return Folders.text("prometheus", "prometheus.yml")
                    .replace("127.0.0.1:9091", "127.0.0.1:" + GATEWAY.port())
                    .replace("127.0.0.1:9401", "127.0.0.1:" + SCRAPE_PORT)
                    .replace(
                            "alerts.yml",
                            Folders.DEPLOY
                                    .resolve(Path.of("prometheus", "alerts.yml"))
                                    .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void watchATransfer() throws IOException, InterruptedException {
        STORE.createBucket(KEY.bucket());
        await("up{job=\"pushgateway\"} == 1"); // the first scrape may take its time
        Path output = folder.resolve("output");
        try (TcpProxy line = TcpProxy.to(STORE.endpoint().getPort(), LINE)) {
            Process transfer = start(output, line.before(STORE.endpoint()));
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!transfer.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                assertThat(System.nanoTime()).as("the transfer takes too long").isLessThan(deadline);
                look();
            }
            assertThat(transfer.exitValue()).as(Files.readString(output)).isZero();
        }
        receipt = JsonParser.parseString(Files.readAllLines(output).getLast());
        // What was pushed at the end has been scraped when the end is seen.
        await("crossdock_last_transfer_success" + PUSHED);
    }

    /** Asks what every panel asks. */
    private static void look() throws IOException {
        for (Dashboard.Query query : Dashboard.read().queries()) {
            List<Double> values = ask(query.expression());
            if (!values.isEmpty() && values.stream().allMatch(Double::isFinite)) {
                WHILE_IT_RAN.put(query.expression(), values);
                MOST_WHILE_IT_RAN.merge(query.expression(), Collections.max(values), Math::max);
            }
        }
    }

    /** Asks until there is an answer. */
    private static void await(String expression) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (ask(expression).isEmpty()) {
            assertThat(System.nanoTime()).as("there is none: " + expression).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    private static Process start(Path output, URI store) throws IOException {
        byte[] contents = new byte[MEBIBYTES << 20];
        new Random(1).nextBytes(contents);
        Path file = Files.write(SSH.folder().resolve("customers.csv"), contents);
        return start(output, store, file, "etl");
    }

    private static Process start(Path output, URI store, Path file, String instance) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        "sh",
                        Folders.DISTRIBUTION.resolve("bin").resolve("crossdock").toString(),
                        "cp",
                        "--json",
                        "--in-flight=" + IN_FLIGHT,
                        "--push-gateway=http://127.0.0.1:" + GATEWAY.port(),
                        "--push-instance=" + instance,
                        "--metrics-listen=127.0.0.1:" + SCRAPE_PORT,
                        file.toString(),
                        "s3://" + KEY.bucket() + "/" + KEY.key())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment()
                .putAll(Map.of(
                        "CROSSDOCK_JAVA_HOME", System.getProperty("java.home"),
                        "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                        "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                        "SFTP_HOST", "127.0.0.1",
                        "SFTP_PORT", String.valueOf(SSH.port()),
                        "SFTP_USER", SSH.user(),
                        "S3_ENDPOINT_URL", store.toString(),
                        "AWS_REGION", STORE.region(),
                        "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));
        return command.start();
    }

    /** The values that an expression has now. */
    private static List<Double> ask(String expression) throws IOException {
        JsonElement answer = JsonParser.parseString(PROMETHEUS.query(expression));
        assertThat(Tree.word(answer, "status")).as(expression).contains("success");
        List<Double> values = new ArrayList<>();
        for (JsonElement series : Tree.each(answer, "data", "result")) {
            values.add(Double.valueOf(
                    Tree.each(series, "value").get(1).getAsString().replace("Inf", "Infinity")));
        }
        return values;
    }

    static List<Dashboard.Query> queries() throws IOException {
        return Dashboard.read().queries();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyPanelShowsDataWhileATransferRuns(Dashboard.Query query) throws IOException {
        // Whether the last transfer was right is not known before it is over.
        List<Double> values = query.panel().equals("Last transfers")
                ? ask(query.expression())
                : WHILE_IT_RAN.getOrDefault(query.expression(), List.of());
        assertThat(values)
                .as(query.toString())
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).isFinite().isNotNegative());
    }

    /** What it showed last while the transfer ran, in the bounds of what can be right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sftp_s3_memory_usage_mb | 30 | 300",
                "sftp_s3_process_write_bytes_mb | 0 | 0",
                "sftp_s3_throughput_mbps | 1 | 100",
                "rate(sftp_s3_bytes_transferred_total[30s]) / 1024 / 1024 | 0.5 | 100",
                "sftp_s3_bytes_transferred_total / 1024 / 1024 / 1024 | 0.005 | 0.0625",
                "sftp_s3_chunks_processed_total | 1 | 10",
                "rate(crossdock_read_bytes_total[30s]) | 500000 | 100000000",
                "rate(crossdock_stored_bytes_total[30s]) | 500000 | 100000000",
                "crossdock_memory_budget_bytes | 67108864 | 67108864",
                "crossdock_connections | 1 | 4",
                "crossdock_disk_written_bytes | 0 | 0",
                "rate(process_cpu_seconds_total[30s]) and on (job, instance) crossdock_build_info | 0.001 | 8",
            })
    void whatIsShownIsWhatHappens(String expression, double least, double most) {
        assertThat(WHILE_IT_RAN.getOrDefault(expression, List.of()))
                .as(expression)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).isBetween(least, most));
    }

    /** The line to the store is the narrow place, so nearly all the time all that may be in flight is: parts of 8 MiB and a bit. */
    @ParameterizedTest
    @CsvSource({"crossdock_memory_leased_bytes", "crossdock_in_flight_bytes"})
    void whatIsInFlightIsSeen(String expression) {
        double part = 8.0 * (1 << 20);
        assertThat(MOST_WHILE_IT_RAN.getOrDefault(expression, 0.0))
                .as(expression)
                .isBetween(IN_FLIGHT * part, IN_FLIGHT * (part + 2 * (1 << 20)));
    }

    @Test
    void whatPartsWaitForAreSharesOfAWhole() throws IOException {
        String expression = queries().stream()
                .filter(query -> query.panel().equals("What parts wait for"))
                .findFirst()
                .orElseThrow()
                .expression();
        List<Double> shares = WHILE_IT_RAN.getOrDefault(expression, List.of());
        assertThat(shares).hasSize(3);
        assertThat(shares.stream().mapToDouble(Double::doubleValue).sum()).isBetween(0.999, 1.001);
    }

    @Test
    void bothWaysOutWereScraped() throws IOException {
        assertThat(ask("count by (job) (max_over_time(crossdock_transfers_active[5m]) > 0)"))
                .as("pushed, and scraped directly")
                .hasSize(2);
    }

    @Test
    void theEndIsTheReceipt() throws IOException {
        assertThat(ask("sftp_s3_bytes_transferred_total" + PUSHED)).containsExactly(MEBIBYTES * 1048576.0);
        assertThat(ask("sftp_s3_chunks_processed_total" + PUSHED))
                .containsExactly(Double.valueOf(Tree.word(receipt, "parts").orElseThrow()));
        assertThat(ask("crossdock_last_transfer_success" + PUSHED)).containsExactly(1.0);
        assertThat(ask("crossdock_last_transfer_bytes" + PUSHED)).containsExactly(MEBIBYTES * 1048576.0);
        assertThat(ask("crossdock_transfers_active" + PUSHED)).containsExactly(0.0);
        assertThat(ask("abs(time() - crossdock_last_transfer_timestamp_seconds" + PUSHED + ") < bool 120"))
                .containsExactly(1.0);
    }

    @Test
    void theDashboardCanBeReadInATerminal() throws IOException, InterruptedException {
        Path said = folder.resolve("panels");
        Process asking = new ProcessBuilder(
                        "python3",
                        Folders.DEPLOY.resolve(Path.of("grafana", "ask")).toString(),
                        PROMETHEUS.url().toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(asking.waitFor()).as(Files.readString(said)).isZero();
        List<String> lines = Files.readAllLines(said);
        for (Dashboard.Query query : queries()) {
            assertThat(lines).anyMatch(line -> line.startsWith(query.panel()));
        }
        assertThat(lines).anyMatch(line -> line.matches("Chunks Processed +etl +\\d+"));
    }

    static List<String> rules() throws IOException {
        List<String> rules = new ArrayList<>();
        for (JsonElement group : Tree.each(Tree.document(Folders.text("prometheus", "alerts.yml")), "groups")) {
            Tree.each(group, "rules")
                    .forEach(rule -> rules.add(Tree.word(rule, "expr").orElseThrow()));
        }
        return rules;
    }

    /** What a rule compares is there, and for a transfer that went well it does not fire. */
    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHasDataAndKeepsStill(String expression) throws IOException {
        String compared = expression.replaceAll("(==|>=|<=|>|<)", "$1 bool");
        assertThat(compared).isNotEqualTo(expression);
        assertThat(ask(compared))
                .as(compared)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).isIn(0.0, 1.0));
        String others = "(" + expression + ") unless on (instance) " + FAILED_ON_PURPOSE;
        assertThat(ask(others)).as(others).isEmpty();
    }

    @Test
    void aTransferThatFailsIsAlerted() throws IOException, InterruptedException {
        Process transfer =
                start(folder.resolve("failed"), STORE.endpoint(), SSH.folder().resolve("none.csv"), "night");
        assertThat(transfer.waitFor()).isEqualTo(4);
        await("ALERTS{alertname=\"CrossdockTransferFailed\", alertstate=\"firing\", instance=\"night\"}");
    }
}
