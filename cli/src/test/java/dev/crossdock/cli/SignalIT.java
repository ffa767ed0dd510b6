package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal stops the command cleanly, whatever it waits for. */
@Timeout(300)
final class SignalIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final ObjectKey TARGET = new ObjectKey("lake", "never/made.csv");

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CROSSDOCK_IDENTITY", SSH.identity().toString(),
            "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
            "S3_ENDPOINT_URL", STORE.endpoint().toString(),
            "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));

    @BeforeAll
    static void makeBucketAndFile() throws IOException {
        STORE.createBucket("lake");
        Files.write(SSH.folder().resolve("large"), new GeneratedBytes(1).bytes(new ByteRange(0, 64 << 20)));
        Files.writeString(SSH.folder().resolve("small"), "small");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, SIGINT", "TERM, 143, SIGTERM"})
    void stopsAndLeavesNothingIfNothingIsToBeResumed(String signal, int exitCode, String name) throws IOException {
        List<String> arguments = List.of(
                "cp",
                "--json",
                "--resume",
                "never",
                "--bandwidth",
                "4MiB/s",
                SSH.location("large").toString(),
                TARGET.toString());
        try (CommandRun run = CommandRun.start(folder, environment, arguments)) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            run.signal(signal);
            endsCleanly(run, exitCode, name);
        }
        assertThat(STORE.keys("lake")).isEmpty();
        assertThat(STORE.openUploads(TARGET)).isEmpty();
    }

    @Test
    void stopsWhileAStoreDoesNotAnswerAPut() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.setExecutor(task -> Thread.ofVirtual().start(task));
        store.createContext("/", exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            if (exchange.getRequestMethod().equals("PUT")) {
                asked.countDown();
                awaitQuietly(over);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        store.start();
        environment.put(
                "S3_ENDPOINT_URL", "http://127.0.0.1:" + store.getAddress().getPort());
        try (CommandRun run = start(SSH.location("small").toString())) {
            asked.await();
            run.signal("TERM");
            // The store may still do what it was asked to: the signal's own code would say that there is no object.
            endsCleanly(run, 10, "SIGTERM");
        } finally {
            over.countDown();
            store.stop(0);
        }
    }

    @Test
    void stopsWhileAServerSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                CommandRun run = start("sftp://u@127.0.0.1:" + silent.getLocalPort() + "/file");
                Socket client = silent.accept()) {
            assertThat(client.isConnected()).isTrue();
            run.signal("INT");
            endsCleanly(run, 130, "SIGINT");
        }
    }

    @Test
    void stopsWhileAServerThinksAboutALogin() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (SshServer server = SshServer.setUpDefaultServer()) {
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
            server.setPasswordAuthenticator((user, password, session) -> {
                asked.countDown();
                awaitQuietly(over);
                return false;
            });
            server.start();
            environment.remove("CROSSDOCK_IDENTITY");
            environment.put(
                    "CROSSDOCK_KNOWN_HOSTS", folder.resolve("known_hosts").toString());
            environment.put("CROSSDOCK_HOST_KEY", "accept-new");
            environment.put("SFTP_PASSWORD", "a password");
            try (CommandRun run = start("sftp://u@127.0.0.1:" + server.getPort() + "/file")) {
                asked.await();
                run.signal("TERM");
                endsCleanly(run, 143, "SIGTERM");
            } finally {
                over.countDown();
            }
        }
    }

    private CommandRun start(String source) throws IOException {
        return CommandRun.start(folder, environment, List.of("cp", "--json", source, TARGET.toString()));
    }

    /** By itself, and not because somebody lost patience. */
    private static void endsCleanly(CommandRun run, int exitCode, String signal) throws IOException {
        CommandRun.Result result = run.await();
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(exitCode);
        assertThat(result.lastLine()).contains("\"event\":\"failed\"", "\"code\":" + exitCode);
        assertThat(result.error())
                .contains("Stopped by " + signal)
                .doesNotContain("not cleanly")
                .hasLineCount(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
