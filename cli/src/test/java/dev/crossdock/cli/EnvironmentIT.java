package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.playground.GeneratedFile;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command with nothing but a path: all the rest comes from the environment or a {@code .env} file. */
final class EnvironmentIT {

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final String PATH = "/upload/customers_10gb.csv";
    private static final int BYTES = 100_000;
    private static final GeneratedBytes CONTENT = new GeneratedBytes(7);

    @TempDir
    private Path folder = Path.of("");

    private PlaygroundSftp server = startServer();
    private final Map<String, String> variables = new LinkedHashMap<>();

    @BeforeAll
    static void makeBucket() {
        STORE.createBucket("data");
    }

    @BeforeEach
    void describe() throws IOException {
        Path known = Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine() + "\n");
        variables.put("SFTP_HOST", "127.0.0.1");
        variables.put("SFTP_PORT", String.valueOf(server.port()));
        variables.put("SFTP_USER", PlaygroundSftp.USER);
        variables.put("SFTP_PASSWORD", new String(server.password()));
        variables.put("S3_BUCKET", "data");
        variables.put("S3_ENDPOINT_URL", STORE.endpoint().toString());
        variables.put("AWS_ACCESS_KEY_ID", STORE.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey());
        variables.put("CROSSDOCK_KNOWN_HOSTS", known.toString());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theEnvironmentAloneIsEnough() throws IOException {
        succeeds(CommandRun.run(folder, variables, List.of("cp", PATH, "--always")));
    }

    @Test
    void aDotEnvFileAloneIsEnough() throws IOException {
        writeDotEnv();
        succeeds(CommandRun.run(folder, Map.of(), List.of("cp", PATH, "--always")));
    }

    @Test
    void theEnvironmentBeatsTheDotEnvFile() throws IOException {
        writeDotEnv();
        CommandRun.Result result =
                CommandRun.run(folder, Map.of("SFTP_PASSWORD", "wrong"), List.of("cp", PATH, "--always"));
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(3);
    }

    /** The launcher reads the budget too, for the heap. */
    @Test
    void anEmptyVariableHidesTheDotEnvFileFromTheLauncherToo() throws IOException {
        Files.writeString(folder.resolve(".env"), "CROSSDOCK_MEMORY=1GiB\n");
        assertThat(shownCommand(Map.of())).contains("-Xmx1052m");
        assertThat(shownCommand(Map.of("CROSSDOCK_MEMORY", ""))).contains("-Xmx92m");
    }

    private List<String> shownCommand(Map<String, String> environment) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("CROSSDOCK_SHOW_COMMAND", "1");
        CommandRun.Result result = CommandRun.run(folder, all, List.of("cp", PATH));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        return result.output().lines().toList();
    }

    @Test
    void anOptionBeatsTheEnvironment() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), new String(server.password()) + "\n");
        variables.put("SFTP_PASSWORD", "wrong");
        variables.put("S3_ENDPOINT_URL", "http://127.0.0.1:1");
        succeeds(CommandRun.run(
                folder,
                variables,
                List.of(
                        "cp",
                        PATH,
                        "--always",
                        "--password-file",
                        password.toString(),
                        "--endpoint",
                        STORE.endpoint().toString())));
    }

    @Test
    void namesOutsideAsciiSurviveALocaleWithoutThem() throws IOException {
        variables.put("LC_ALL", "C");
        CommandRun.Result result =
                CommandRun.run(folder, variables, List.of("cp", PATH, "s3://data/Zahlen 😀 é.csv", "--always"));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.output()).contains("→ s3://data/Zahlen 😀 é.csv");
        assertThat(STORE.file(new ObjectKey("data", "Zahlen 😀 é.csv"))).exists();
    }

    private void writeDotEnv() throws IOException {
        Files.writeString(
                folder.resolve(".env"),
                variables.entrySet().stream()
                        .map(entry -> entry.getKey() + "='" + entry.getValue() + "'")
                        .collect(Collectors.joining("\n", "# all of it\n", "\n")));
    }

    private static void succeeds(CommandRun.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.output()).contains("s3://data/upload/customers_10gb.csv", "integrity full-object");
        assertThat(STORE.file(new ObjectKey("data", "upload/customers_10gb.csv")))
                .hasBinaryContent(CONTENT.bytes(new ByteRange(0, BYTES)));
    }

    private static PlaygroundSftp startServer() {
        try {
            return PlaygroundSftp.start(new ServedFiles.Generated(
                    List.of(new GeneratedFile(PATH, FileStat.regular(BYTES, 1_700_000_000), CONTENT))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
