package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.TcpProxy;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was killed or stopped, and then the same command again: it goes on, and sends nothing twice. */
final class ResumeIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final int BYTES = 40 << 20;
    private static final int PARTS = 5;
    /** Holds the questions before an upload and its begin, and no part. */
    private static final long LESS_THAN_A_PART = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private ObjectKey target = new ObjectKey("lake", "none");
    private String endpoint = STORE.endpoint().toString();

    @BeforeAll
    static void makeBucket() {
        STORE.createBucket("lake");
    }

    @BeforeEach
    void makeFile(TestInfo test) throws IOException {
        String name = test.getDisplayName().replaceAll("[^A-Za-z0-9]+", "-");
        file = Files.write(SSH.folder().resolve(name), new GeneratedBytes(1).bytes(new ByteRange(0, BYTES)));
        // Some time ago: the listing's times have whole seconds, and the store's clock need not be this one.
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        target = new ObjectKey("lake", name);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void goesOnAfterAKillAmongTheParts(int partsStored) throws IOException {
        Set<Integer> stored = kill(partsStored);
        CommandRun.Result second = run();
        assertWentOn(second, stored);
        assertThat(second.output()).contains("\"event\":\"resumed\"");
    }

    @Test
    void goesOnAfterAKillWhenAllPartsAreStored() throws IOException {
        // Complete may have been sent or not: either way nothing is sent again.
        kill(PARTS);
        CommandRun.Result second = run();
        assertThat(second.exitCode()).as(second.everything()).isZero();
        assertThat(events(second, "partStored")).isEmpty();
        assertThat(second.lastLine())
                .containsAnyOf("\"alreadyThere\":true", "\"partsResumed\":5,\"bytesResumed\":" + BYTES);
        assertArrived();
    }

    @Test
    void beginsAnewAfterAKillBeforeAnyPart() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(STORE.port())) {
            endpoint = proxy.before(STORE.endpoint()).toString();
            proxy.stallAfter(TcpProxy.Direction.TO_SERVER, LESS_THAN_A_PART);
            try (CommandRun run = start()) {
                run.awaitLine(line -> line.contains("\"partRead\""));
                run.signal("KILL");
                run.await();
            }
        }
        endpoint = STORE.endpoint().toString();
        CommandRun.Result second = run();
        assertThat(second.exitCode()).as(second.everything()).isZero();
        assertThat(second.lastLine()).contains("\"partsResumed\":0", "\"integrity\":\"full-object\"");
        assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
    }

    @Test
    void goesOnAfterSeveralKills() throws IOException {
        Set<Integer> stored = new TreeSet<>(kill(1));
        for (int run = 2; run <= 3; run++) {
            Set<Integer> more = kill(1);
            assertThat(stored).doesNotContainAnyElementsOf(more);
            stored.addAll(more);
        }
        assertWentOn(run(), stored);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void goesOnAfterASignalAndSaysThatItWill(String signal, int exitCode) throws IOException {
        CommandRun.Result first;
        try (CommandRun run = start()) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            run.signal(signal);
            first = run.await();
        }
        Set<Integer> stored = events(first, "partStored");
        assertThat(first.exitCode()).as(first.everything()).isEqualTo(exitCode);
        assertThat(first.error())
                .contains("Stopped by SIG" + signal, "no object was made", "run the same command again", "goes on")
                .containsPattern(stored.size() + " of " + PARTS + " parts are stored")
                .hasLineCount(1);
        assertThat(STORE.openUploads(target)).hasSize(1);
        assertThat(STORE.keys("lake")).doesNotContain(target.key());
        assertWentOn(run(), stored);
    }

    @Test
    void verifyReadsWhatIsStoredAgainAndSendsOnlyTheRest() throws IOException {
        Set<Integer> stored = kill(2);
        CommandRun.Result second = run("--resume", "verify");
        assertWentOn(second, stored);
        // One of them was read again before, to recognise the upload.
        assertThat(events(second, "partProven")).hasSizeGreaterThanOrEqualTo(stored.size() - 1);
        assertThat(events(second, "partStored")).doesNotContainAnyElementsOf(stored);
    }

    @Test
    void goesOnWithOtherOptions() throws IOException {
        Set<Integer> stored = kill(2);
        assertWentOn(run("--memory", "48MiB", "--part-size", "5MiB", "--in-flight", "2"), stored);
    }

    @Test
    void neverBeginsAnew() throws IOException {
        kill(2);
        CommandRun.Result second = run("--resume", "never");
        assertThat(second.exitCode()).as(second.everything()).isZero();
        assertThat(second.lastLine()).contains("\"partsResumed\":0,\"bytesResumed\":0");
        assertThat(events(second, "partStored")).hasSize(PARTS);
        assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
    }

    @Test
    void aChangedFileDoesNotGoOnWhereAnotherVersionBrokeOff() throws IOException {
        kill(2);
        Files.write(file, new GeneratedBytes(2).bytes(new ByteRange(0, BYTES)));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_001_000L));
        CommandRun.Result second = run();
        assertThat(second.exitCode()).as(second.everything()).isZero();
        assertThat(second.lastLine()).contains("\"partsResumed\":0", "\"integrity\":\"full-object\"");
        assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
    }

    /** Kills a run as soon as this many parts are stored; returns those that it told of. */
    private Set<Integer> kill(int partsStored) throws IOException {
        try (CommandRun run = start()) {
            for (int part = 1; part <= partsStored; part++) {
                run.awaitLine(line -> line.contains("\"partStored\""));
            }
            run.signal("KILL");
            return events(run.await(), "partStored");
        }
    }

    private CommandRun start() throws IOException {
        // Slow enough for a signal to come in the midst of it: two seconds pass from one part to the next.
        return CommandRun.start(folder, environment(), arguments("--bandwidth", "4MiB/s"));
    }

    private CommandRun.Result run(String... options) throws IOException {
        return CommandRun.run(folder, environment(), arguments(options));
    }

    private List<String> arguments(String... options) {
        List<String> arguments = new ArrayList<>(List.of("cp", "--json"));
        arguments.addAll(List.of(options));
        arguments.add(SSH.location(file.getFileName().toString()).toString());
        arguments.add(target.toString());
        return arguments;
    }

    /** What was stored is there, was not sent again, and all the rest was. */
    private void assertWentOn(CommandRun.Result result, Set<Integer> stored) throws IOException {
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(stored).isNotEmpty();
        Set<Integer> sent = events(result, "partStored");
        assertThat(sent).doesNotContainAnyElementsOf(stored);
        assertThat(result.lastLine())
                .contains("\"parts\":" + PARTS, "\"partsResumed\":" + (PARTS - sent.size()))
                .contains("\"integrity\":\"full-object\"");
        assertThat(bytes(result, "partStored") + number(result.lastLine(), "bytesResumed"))
                .isEqualTo(BYTES);
        assertArrived();
    }

    private void assertArrived() {
        assertThat(STORE.file(target)).hasSameBinaryContentAs(file);
        assertThat(STORE.openUploads(target)).isEmpty();
    }

    private static Set<Integer> events(CommandRun.Result result, String name) throws IOException {
        Set<Integer> parts = new TreeSet<>();
        for (String line : lines(result, name)) {
            parts.add((int) number(line, "part"));
        }
        return parts;
    }

    private static long bytes(CommandRun.Result result, String name) throws IOException {
        long bytes = 0;
        for (String line : lines(result, name)) {
            bytes += number(line, "bytes");
        }
        return bytes;
    }

    private static List<String> lines(CommandRun.Result result, String name) {
        return result.output()
                .lines()
                .filter(line -> line.startsWith("{\"event\":\"" + name + "\",") && line.endsWith("}"))
                .toList();
    }

    private static long number(String line, String field) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(line)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && field.equals(json.currentName())) {
                    return json.getLongValue();
                }
            }
        }
        throw new AssertionError("no " + field + " in " + line);
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                "S3_ENDPOINT_URL", endpoint,
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));
    }
}
