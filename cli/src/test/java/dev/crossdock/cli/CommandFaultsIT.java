package dev.crossdock.cli;

import static dev.crossdock.testkit.S3Operation.COMPLETE;
import static dev.crossdock.testkit.S3Operation.HEAD_OBJECT;
import static dev.crossdock.testkit.S3Operation.LIST_UPLOADS;
import static dev.crossdock.testkit.S3Operation.UPLOAD_PART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3FaultProxy;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 25, 27 to 29 and 31 of the fault matrix, which are about a whole process: the command's. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CommandFaultsIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final int MIB = 1 << 20;
    private static final int THREE_PARTS = 20 * MIB;

    private static Path file = Path.of("");

    private final ObjectKey target;
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CROSSDOCK_IDENTITY", SSH.identity().toString(),
            "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
            "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));

    @TempDir
    private Path folder = Path.of("");

    private S3FaultProxy wire;

    CommandFaultsIT(TestInfo test) throws IOException {
        target = new ObjectKey(
                Passage.BUCKET,
                test.getTestMethod().orElseThrow().getName() + "/"
                        + test.getDisplayName().hashCode());
        wire = S3FaultProxy.before(STORE);
    }

    @BeforeAll
    static void makeBucketAndFile() throws IOException {
        STORE.createBucket(Passage.BUCKET);
        file = Files.write(SSH.folder().resolve("file"), new GeneratedBytes(1).bytes(new ByteRange(0, THREE_PARTS)));
    }

    @BeforeEach
    void callTheProxy() {
        environment.put("S3_ENDPOINT_URL", wire.endpoint().toString());
    }

    @AfterEach
    void closeProxy() throws IOException {
        wire.close();
    }

    @Test
    void row25CredentialsThatExpireMidwayAreRefreshed() throws IOException {
        Path runs = folder.resolve("runs");
        Path script = Files.writeString(
                folder.resolve("credentials"), """
                #!/bin/sh
                echo run >>%s
                soon=$(date -u -d "+$((10 + $(wc -l <%s))) seconds" +%%Y-%%m-%%dT%%H:%%M:%%SZ)
                echo '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","Expiration":"'$soon'"}'
                """.formatted(runs, runs, STORE.accessKeyId(), STORE.secretAccessKey()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path config = Files.writeString(
                folder.resolve("config"), "[profile short]\nregion = us-east-1\ncredential_process = " + script + "\n");
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        environment.put("AWS_CONFIG_FILE", config.toString());
        environment.put("AWS_PROFILE", "short");
        wire.on(UPLOAD_PART).part(2).expiredToken();
        succeeds(copy());
        assertThat(wire.countOfPart(2)).isEqualTo(2);
        assertThat(Files.readAllLines(runs)).hasSizeGreaterThan(1);
    }

    /** Where the process is when it is killed. */
    enum Moment {
        AFTER_CREATE,
        AFTER_A_PART,
        BEFORE_COMPLETE,
        AFTER_COMPLETE
    }

    @ParameterizedTest
    @CsvSource({"AFTER_CREATE", "AFTER_A_PART", "BEFORE_COMPLETE", "AFTER_COMPLETE"})
    void row27AfterACrashTheSameCommandFinishesAndSendsNoStoredPartAgain(Moment moment) throws Exception {
        environment.put("CROSSDOCK_IN_FLIGHT", "1");
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        switch (moment) {
            case AFTER_CREATE -> wire.on(UPLOAD_PART).drop();
            case AFTER_A_PART -> wire.on(UPLOAD_PART).nth(2).drop();
            case BEFORE_COMPLETE -> wire.on(COMPLETE).drop();
            case AFTER_COMPLETE -> wire.on(COMPLETE).loseAnswer();
        }
        switch (moment) {
            case AFTER_CREATE -> wire.on(UPLOAD_PART).meanwhile(() -> meet(there, dead));
            case AFTER_A_PART -> wire.on(UPLOAD_PART).nth(2).meanwhile(() -> meet(there, dead));
            case BEFORE_COMPLETE -> wire.on(COMPLETE).meanwhile(() -> meet(there, dead));
            // The look that follows the lost answer is the second one.
            case AFTER_COMPLETE -> wire.on(HEAD_OBJECT).nth(2).meanwhile(() -> meet(there, dead));
        }
        try (CommandRun run = CommandRun.start(folder, environment, arguments())) {
            CompletableFuture<CommandRun.Result> killed = CompletableFuture.supplyAsync(() -> awaited(run));
            assertThat(there.await(120, TimeUnit.SECONDS)).isTrue();
            run.signal("KILL");
            assertThat(killed.join().exitCode()).isEqualTo(137);
            dead.countDown();
        }
        int sentBefore = wire.count(UPLOAD_PART);
        CommandRun.Result second = copy();
        succeeds(second);
        int sentAgain = wire.count(UPLOAD_PART) - sentBefore;
        int parts = 3;
        int stored = switch (moment) {
            case AFTER_CREATE -> 0;
            case AFTER_A_PART -> 1;
            case BEFORE_COMPLETE, AFTER_COMPLETE -> parts;
        };
        assertThat(sentAgain).as(second.everything()).isEqualTo(parts - stored);
        // An upload without parts can't be told from one that another process has just begun: it is left to cleanup.
        assertThat(STORE.openUploads(target)).hasSize(moment == Moment.AFTER_CREATE ? 1 : 0);
    }

    private static void meet(CountDownLatch there, CountDownLatch dead) throws InterruptedException {
        there.countDown();
        boolean unused = dead.await(120, TimeUnit.SECONDS);
    }

    private static CommandRun.Result awaited(CommandRun run) {
        try {
            return run.await();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void row28ASignalStopsCleanlyAndTheSameCommandGoesOn(String signal, int exitCode) throws IOException {
        environment.put("CROSSDOCK_IN_FLIGHT", "1");
        try (CommandRun run = CommandRun.start(folder, environment, arguments("--bandwidth", "4MiB/s"))) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            run.signal(signal);
            CommandRun.Result result = run.await();
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(exitCode);
            assertThat(result.error()).hasLineCount(1);
        }
        assertThat(STORE.head(target)).isEmpty();
        assertThat(STORE.openUploads(target)).hasSize(1);
        CommandRun.Result second = copy();
        succeeds(second);
        assertThat(second.lastLine()).doesNotContain("\"partsResumed\":0");
        assertThat(STORE.openUploads(target)).isEmpty();
    }

    /** The JVM looks names up in a file here, which does not know the store's at first. */
    @Test
    void row29ANameThatIsNotResolvedAtFirstIsLookedUpAgain() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        environment.put("CROSSDOCK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
        environment.put(
                "S3_ENDPOINT_URL", "http://store.test:" + wire.endpoint().getPort());
        try (CommandRun run = CommandRun.start(folder, environment, arguments())) {
            run.awaitLine(line -> line.contains("\"retried\""));
            Files.writeString(hosts, "127.0.0.1 localhost store.test\n");
            succeeds(run.await());
        }
    }

    @Test
    void row31ManyPartsStayWithinASmallHeap() throws IOException {
        environment.put("CROSSDOCK_MEMORY", "24MiB");
        environment.put("CROSSDOCK_JAVA_OPTIONS", "-Xmx52m");
        CommandRun.Result result;
        Path many = Files.write(SSH.folder().resolve("many"), new GeneratedBytes(2).bytes(new ByteRange(0, 64 * MIB)));
        try {
            result = CommandRun.run(folder, environment, List.of("cp", "--json", url(many), target.toString()));
            assertThat(result.exitCode()).as(result.everything()).isZero();
            assertThat(STORE.file(target)).hasSameBinaryContentAs(many);
        } finally {
            Files.delete(many);
        }
    }

    /** Without it, the number of retries in the receipt is all that is said of them. */
    @Test
    void eachRetryIsALineWithItsReasonUnderVerbose() throws IOException {
        wire.on(UPLOAD_PART).part(2).times(2).internalError();
        wire.on(UPLOAD_PART).part(3).slowDown();
        CommandRun.Result result =
                CommandRun.run(folder, environment, List.of("cp", "-v", url(file), target.toString()));
        succeeds(result);
        List<String> retries = result.error()
                .lines()
                .filter(line -> line.contains("Trying again in "))
                .toList();
        assertThat(retries).as(result.everything()).hasSize(3);
        assertThat(retries)
                .filteredOn(line -> line.contains("part 2"))
                .hasSize(2)
                .allMatch(line -> line.contains("InternalError"));
        assertThat(retries)
                .filteredOn(line -> line.contains("part 3"))
                .singleElement()
                .asString()
                .contains("failed 1 time so far", "SlowDown");
        assertThat(result.output()).contains("3 retries");

        wire.on(UPLOAD_PART).part(2).internalError();
        environment.put("CROSSDOCK_ALWAYS", "true");
        CommandRun.Result silent = CommandRun.run(folder, environment, List.of("cp", url(file), target.toString()));
        succeeds(silent);
        assertThat(silent.everything()).contains("1 retry").doesNotContain("Trying again");
    }

    @Test
    void aStoreThatCanNotListUploadsIsSaidInOneLine() throws IOException {
        wire.on(LIST_UPLOADS).always().refuse(501, "NotImplemented");
        CommandRun.Result text = CommandRun.run(folder, environment, List.of("cp", url(file), target.toString()));
        succeeds(text);
        assertThat(text.output().lines().filter(line -> line.contains("can't be listed")))
                .as(text.everything())
                .singleElement()
                .asString()
                .contains("none is gone on with", "NotImplemented");
        environment.put("CROSSDOCK_ALWAYS", "true");
        CommandRun.Result json = copy();
        succeeds(json);
        assertThat(json.output().lines().filter(line -> line.contains("\"event\":\"notResumed\"")))
                .as(json.everything())
                .singleElement()
                .asString()
                .contains("can't be listed");
        environment.put("CROSSDOCK_RESUME", "never");
        assertThat(copy().output()).doesNotContain("notResumed");
    }

    private CommandRun.Result copy() throws IOException {
        return CommandRun.run(folder, environment, arguments());
    }

    private List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("cp", "--json", url(file), target.toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static String url(Path path) {
        return "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port() + path;
    }

    private void succeeds(CommandRun.Result result) throws IOException {
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
    }
}
