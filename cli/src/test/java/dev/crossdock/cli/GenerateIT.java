package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.crossdock.playground.CustomersCsv;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import dev.crossdock.testkit.OpenSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command streams made-up tables to OpenSSH and to the embedded server. */
final class GenerateIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    /** A server that refuses every file that is made: a mode of 555 would not keep root out. */
    @RegisterExtension
    static final OpenSsh READ_ONLY = OpenSsh.server().with("ForceCommand", "internal-sftp -R");

    private static final long SIZE = 3 << 20;

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CROSSDOCK_IDENTITY", SSH.identity().toString(),
            "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString()));

    @AfterEach
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(SSH.folder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void whatArrivesIsTheTableOfTheSeed() throws IOException {
        CommandRun.Result result = generate("--size", "3MiB", "--seed", "42", url("customers.csv"));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        assertThat(result.output()).hasLineCount(1);
        assertThat(result.lastLine())
                .startsWith("✓ 3.0 MiB, ")
                .contains(" customers, to sftp://", "customers.csv in ", " · seed 42 · crc32c ", " · disk 0 B");
        assertThat(SSH.folder().resolve("customers.csv")).hasBinaryContent(table(42));
        assertThat(names()).containsExactly("customers.csv");
    }

    @Test
    void aProgramGetsTheFigures() throws IOException {
        CommandRun.Result result = generate("--size", "3MiB", "--json", url("for-programs.csv"));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.lastLine())
                .contains(
                        "\"event\":\"finished\"",
                        "\"bytes\":" + table(1).length,
                        "\"seed\":1",
                        "\"diskBytesWritten\":0");
    }

    /** Sixteen times the size takes no more memory. */
    @Test
    void memoryDoesNotGrowWithTheSize() throws IOException {
        long small = memory(generate("--size", "16MiB", "--json", url("small.csv")));
        long large = memory(generate("--size", "256MiB", "--json", url("large.csv")));
        assertThat(large).isLessThan(small + (24 << 20));
    }

    @Test
    void anExistingFileIsReplacedOnlyByForce() throws IOException {
        Files.writeString(SSH.folder().resolve("there.csv"), "mine");
        fails(9, "there.csv exists already; --force replaces it.", "--size", "3MiB", url("there.csv"));
        assertThat(SSH.folder().resolve("there.csv")).hasContent("mine");
        assertThat(generate("--size", "3MiB", "--force", url("there.csv")).exitCode())
                .isZero();
        assertThat(SSH.folder().resolve("there.csv")).hasBinaryContent(table(1));
    }

    @Test
    void aSizeOfNothingAndOneThatHoldsNoRowAreWrongUsage() throws IOException {
        fails(2, "less than one byte", "--size", "0", url("none.csv"));
        fails(2, "at least " + CustomersCsv.MIN_BYTES + " bytes", "--size", "100", url("none.csv"));
        fails(2, "--size", url("none.csv"));
    }

    @Test
    void aTargetThatIsNoneIsCalledATarget() throws IOException {
        fails(2, "target is neither", "--size", "1MiB", "s3://lake/customers.csv");
        fails(2, "target ends in a slash", "--size", "1MiB", url("folder/"));
        fails(2, "customers", List.of("generate"));
    }

    @Test
    void aFolderThatDoesNotExistIsSaid() throws IOException {
        fails(7, "no folder for", "--size", "1MiB", url("nowhere/customers.csv"));
    }

    @Test
    void aDiskWithoutRoomIsSaidBeforeItIsFull() throws IOException {
        fails(7, "has room for", "--size", "900TiB", url("huge.csv"));
    }

    @Test
    void noPermissionIsSaid() throws IOException {
        environment.put("CROSSDOCK_IDENTITY", READ_ONLY.identity().toString());
        environment.put("CROSSDOCK_KNOWN_HOSTS", READ_ONLY.knownHosts().toString());
        fails(3, "does not permit to write", "--size", "1MiB", url(READ_ONLY, "customers.csv"));
    }

    @Test
    void aSignalEndsItAndLeavesNothing() throws Exception {
        List<String> arguments = List.of("generate", "customers", "--size", "2GiB", url("endless.csv"));
        try (WatchService newFiles = SSH.folder().getFileSystem().newWatchService();
                CommandRun run = startWhenWatched(newFiles, arguments)) {
            assertThat(newFiles.poll(60, TimeUnit.SECONDS)).isNotNull();
            run.signal("TERM");
            CommandRun.Result result = run.await();
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(143);
            assertThat(result.error().lines().toList().getLast()).contains("SIGTERM", "nothing is left on the server");
        }
        assertThat(names()).isEmpty();
    }

    private CommandRun startWhenWatched(WatchService newFiles, List<String> arguments) throws IOException {
        SSH.folder().register(newFiles, StandardWatchEventKinds.ENTRY_CREATE);
        return CommandRun.start(folder, environment, arguments);
    }

    @Test
    void theEmbeddedServerTakesIt() throws IOException {
        try (var disk = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setAttributeViews("posix").build())) {
            Path served = Files.createDirectory(disk.getPath("/served"));
            try (PlaygroundSftp server = PlaygroundSftp.start(new ServedFiles.Folder(served))) {
                Path known = Files.writeString(folder.resolve("known"), server.knownHostsLine() + "\n");
                environment.put("CROSSDOCK_KNOWN_HOSTS", known.toString());
                environment.put("SFTP_PASSWORD", new String(server.password()));
                CommandRun.Result result = generate(
                        "--size", "3MiB", server.location("/customers.csv").toString());
                assertThat(result.exitCode()).as(result.everything()).isZero();
                assertThat(served.resolve("customers.csv")).hasBinaryContent(table(1));
            }
        }
    }

    @Test
    void aFullDiskIsOneClearLineAndLeavesNothing() throws IOException {
        try (var disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("posix")
                .setMaxSize(8 << 20)
                .build())) {
            Path served = Files.createDirectory(disk.getPath("/served"));
            try (PlaygroundSftp server = PlaygroundSftp.start(new ServedFiles.Folder(served))) {
                Path known = Files.writeString(folder.resolve("known"), server.knownHostsLine() + "\n");
                environment.put("CROSSDOCK_KNOWN_HOSTS", known.toString());
                environment.put("SFTP_PASSWORD", new String(server.password()));
                fails(
                        7,
                        "quota is full",
                        "--size",
                        "64MiB",
                        server.location("/customers.csv").toString());
                try (Stream<Path> left = Files.list(served)) {
                    assertThat(left).isEmpty();
                }
            }
        }
    }

    private void fails(int code, String words, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("generate", "customers"));
        all.addAll(List.of(arguments));
        fails(code, words, all);
    }

    private void fails(int code, String words, List<String> arguments) throws IOException {
        CommandRun.Result result = CommandRun.run(folder, environment, arguments);
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(code);
        assertThat(result.error()).contains(words).hasLineCount(1);
        assertThat(result.output()).isEmpty();
    }

    private CommandRun.Result generate(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("generate", "customers"));
        all.addAll(List.of(arguments));
        return CommandRun.run(folder, environment, all);
    }

    private static long memory(CommandRun.Result result) {
        assertThat(result.exitCode()).as(result.everything()).isZero();
        return Long.parseLong(result.lastLine().replaceFirst(".*\"peakMemoryBytes\":(\\d+).*", "$1"));
    }

    private static byte[] table(long seed) {
        byte[] all = new byte[(int) SIZE + CustomersCsv.MIN_BYTES];
        CustomersCsv customers = new CustomersCsv(seed, SIZE);
        int length = customers.fill(all);
        assertThat(customers.fill(new byte[CustomersCsv.MIN_BYTES])).isZero();
        return Arrays.copyOf(all, length);
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SSH.folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String url(String name) {
        return url(SSH, name);
    }

    private static String url(OpenSsh server, String name) {
        return "sftp://" + server.user() + "@127.0.0.1:" + server.port() + server.folder() + "/" + name;
    }
}
