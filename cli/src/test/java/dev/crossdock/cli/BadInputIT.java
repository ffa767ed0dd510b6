package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.playground.GeneratedFile;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong: its exit code, one sentence with a hint, no secret, no object, no unfinished upload, no hang. */
final class BadInputIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final OpenSsh STRICT_SSH = OpenSsh.server().with("ForceCommand", "internal-sftp -P open");

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final ObjectKey TARGET = new ObjectKey("lake", "never/made.csv");
    private static final String SECRET = "ein Geheimnis";

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
        Files.write(SSH.folder().resolve("good"), new GeneratedBytes(1).bytes(new ByteRange(0, 20 << 20)));
    }

    @Test
    void noSuchFile() throws IOException {
        fails(4, "no-such-file", url("no-such-file"), TARGET.toString());
    }

    @Test
    void aFolder() throws IOException {
        Files.createDirectories(SSH.folder().resolve("folder"));
        fails(4, "folder", url("folder"), TARGET.toString());
    }

    @Test
    void aFifo() throws Exception {
        Path fifo = SSH.folder().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        fails(4, "fifo", url("fifo"), TARGET.toString());
    }

    @Test
    void noPermission() throws IOException {
        // A mode of 000 would not keep root out; a server that denies every OPEN says the same to everybody.
        environment.put("CROSSDOCK_IDENTITY", STRICT_SSH.identity().toString());
        environment.put("CROSSDOCK_KNOWN_HOSTS", STRICT_SSH.knownHosts().toString());
        Path file = Files.writeString(STRICT_SSH.folder().resolve("closed"), "closed");
        fails(4, "closed", "sftp://" + STRICT_SSH.user() + "@127.0.0.1:" + STRICT_SSH.port() + file, TARGET.toString());
    }

    @Test
    void aBucketThatDoesNotExist() throws IOException {
        fails(7, "no-such-bucket", url("good"), "s3://no-such-bucket/never/made.csv");
    }

    @Test
    void aWrongSecretKey() throws IOException {
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        fails(3, "", url("good"), TARGET.toString());
    }

    @Test
    void anUnknownAccessKey() throws IOException {
        environment.put("AWS_ACCESS_KEY_ID", "nobody");
        fails(3, "", url("good"), TARGET.toString());
    }

    @Test
    void noCredentialsAtAll() throws IOException {
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        fails(3, "AWS_ACCESS_KEY_ID", url("good"), TARGET.toString());
    }

    @Test
    void aWrongPassword() throws IOException {
        try (PlaygroundSftp server = playground(1000)) {
            environment.put("SFTP_PASSWORD", SECRET);
            fails(3, "demo", server.location("/file").toString(), TARGET.toString());
        }
    }

    @Test
    void noPasswordAndNobodyToAsk() throws IOException {
        try (PlaygroundSftp server = playground(1000)) {
            fails(3, "demo", server.location("/file").toString(), TARGET.toString());
        }
    }

    @Test
    void anUnknownHostKey() throws IOException {
        environment.put("CROSSDOCK_KNOWN_HOSTS", folder.resolve("empty").toString());
        fails(3, "host key", url("good"), TARGET.toString());
    }

    @Test
    void aChangedHostKey() throws IOException {
        Path known = folder.resolve("changed");
        try (PlaygroundSftp other = playground(1)) {
            Files.writeString(known, other.knownHostsLine().replace(":" + other.port(), ":" + SSH.port()));
        }
        environment.put("CROSSDOCK_KNOWN_HOSTS", known.toString());
        fails(3, "host key", url("good"), TARGET.toString());
    }

    @Test
    void anEndpointThatIsNotS3() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            byte[] page = "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : page.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        web.start();
        try {
            environment.put(
                    "S3_ENDPOINT_URL", "http://127.0.0.1:" + web.getAddress().getPort());
            fails(7, "", url("good"), TARGET.toString());
        } finally {
            web.stop(0);
        }
    }

    @Test
    void anEndpointThatRefusesConnections() throws IOException {
        String endpoint = "http://127.0.0.1:" + unusedPort();
        environment.put("S3_ENDPOINT_URL", endpoint);
        fails(7, endpoint.replace("http://", ""), url("good"), TARGET.toString());
    }

    @Test
    void aServerThatRefusesConnections() throws IOException {
        fails(7, "127.0.0.1", "sftp://u@127.0.0.1:" + unusedPort() + "/file", TARGET.toString());
    }

    @Test
    void aSizeThatCanNotBePlanned() throws IOException {
        try (PlaygroundSftp server = playground(60L << 40)) {
            environment.put("SFTP_PASSWORD", new String(server.password()));
            fails(2, "60.0 TiB", server.location("/file").toString(), TARGET.toString());
        }
    }

    @Test
    void malformedUrls() throws IOException {
        fails(2, "sftp://", "sftp//host/file", TARGET.toString());
        fails(2, "percent", url("100%"), TARGET.toString());
        fails(2, "s3://", url("good"), "lake/file");
        fails(2, "endpoint", url("good"), TARGET.toString(), "--endpoint", "localhost:9000");
    }

    @Test
    void aPasswordInAUrl() throws IOException {
        fails(2, "--password-file", "sftp://u:" + SECRET + "@127.0.0.1/file", TARGET.toString());
        fails(2, "endpoint", url("good"), TARGET.toString(), "--endpoint", "http://u:" + SECRET + "@127.0.0.1");
    }

    @Test
    void memoryForLessThanOnePart() throws IOException {
        fails(2, "memory", url("good"), TARGET.toString(), "--memory", "1MiB", "--part-size", "8MiB");
    }

    @Test
    void memoryThatTheMachineDoesNotHave() throws IOException {
        fails(2, "--memory", url("good"), TARGET.toString(), "--memory", "100TiB");
    }

    @Test
    void aKeyOfMoreThan1024Bytes() throws IOException {
        fails(2, "1024", url("good"), "s3://lake/" + "k".repeat(1025));
    }

    @Test
    void aMissingPasswordFile() throws IOException {
        fails(2, "--password-file", url("good"), TARGET.toString(), "--password-file", "no-such-file");
    }

    @Test
    void aSourceThatGrows() throws IOException {
        Path file = copyOfGood("grows");
        changesWhileItIsRead(file, () -> Files.writeString(file, "more", StandardOpenOption.APPEND));
    }

    @Test
    void aSourceThatShrinks() throws IOException {
        Path file = copyOfGood("shrinks");
        changesWhileItIsRead(file, () -> Files.write(file, new byte[1000]));
    }

    @Test
    void aSourceThatIsReplaced() throws IOException {
        Path file = copyOfGood("replaced");
        Path other = Files.write(SSH.folder().resolve("other"), new byte[20 << 20]);
        Files.setLastModifiedTime(other, java.nio.file.attribute.FileTime.fromMillis(0));
        changesWhileItIsRead(file, () -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Change {
        void make() throws IOException;
    }

    private void changesWhileItIsRead(Path file, Change change) throws IOException {
        List<String> arguments = List.of(
                "cp", "--json", "--bandwidth", "8MiB/s", url(file.getFileName().toString()), TARGET.toString());
        try (CommandRun run = CommandRun.start(folder, environment, arguments)) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            change.make();
            CommandRun.Result result = run.await();
            assertThat(result.lastLine()).contains("\"event\":\"failed\"", "\"code\":5");
            isOneSentence(result, 5);
            nothingIsThere();
        }
    }

    private void fails(int exitCode, String naming, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("cp"));
        all.addAll(List.of(arguments));
        CommandRun.Result result = CommandRun.run(folder, environment, all);
        isOneSentence(result, exitCode);
        assertThat(result.error()).contains(naming);
        nothingIsThere();
    }

    private static void isOneSentence(CommandRun.Result result, int exitCode) {
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(exitCode);
        assertThat(result.error())
                .startsWith("crossdock: ")
                .contains("; ") // what to try
                .endsWith(".\n")
                .hasLineCount(1);
        assertThat(result.everything())
                .doesNotContain(SECRET, STORE.secretAccessKey(), "Exception", "\tat ")
                .doesNotContain("✓");
    }

    private static void nothingIsThere() {
        assertThat(STORE.keys("lake")).isEmpty();
        assertThat(STORE.openUploads(TARGET)).isEmpty();
    }

    private static PlaygroundSftp server(GeneratedFile file) throws IOException {
        return PlaygroundSftp.start(new ServedFiles.Generated(List.of(file)));
    }

    /** A server whose key is known, and which knows no key of ours. */
    private PlaygroundSftp playground(long bytes) throws IOException {
        PlaygroundSftp server =
                server(new GeneratedFile("/file", FileStat.regular(bytes, 1_700_000_000), new GeneratedBytes(1)));
        Path known = folder.resolve("known_hosts");
        Files.writeString(known, server.knownHostsLine() + "\n");
        environment.put("CROSSDOCK_KNOWN_HOSTS", known.toString());
        return server;
    }

    private static Path copyOfGood(String name) throws IOException {
        return Files.copy(SSH.folder().resolve("good"), SSH.folder().resolve(name));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String url(String name) {
        return "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port()
                + SSH.folder().resolve(name);
    }
}
