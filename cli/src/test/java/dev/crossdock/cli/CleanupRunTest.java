package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoreLimits;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import dev.crossdock.engine.Cleanup;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.FakeStore;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CleanupRunTest {

    private static final SourceIdentity SOURCE = new SourceIdentity("0".repeat(32));
    private static final TargetPrefix EVERYTHING = new TargetPrefix("lake", "");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final CleanupRun.Choices USUAL = new CleanupRun.Choices(Duration.ofDays(7), false, false);
    private static final CleanupRun.Choices ALL = new CleanupRun.Choices(Duration.ofDays(7), true, false);
    private static final CleanupRun.Choices DRY = new CleanupRun.Choices(Duration.ofDays(7), false, true);
    private static final int OURS = 2077;

    private final FakeStore store = FakeStore.keeping().limits(new StoreLimits(1024, 1 << 20, 100));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8),
            0);
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void eightDaysAgo() {
        store.clock(NOW.minus(Duration.ofDays(8)).getEpochSecond());
    }

    @Test
    void abortsWhatCrossdockBeganLongAgoAndSaysSo() throws TransferException {
        begin("in/a", OURS, OURS, 5);
        begin("in/b", OURS);
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isZero();
        assertThat(lines())
                .containsExactly(
                        "s3://lake/in/a  upload upload-1  begun 2026-11-14T12:00:00Z  3 parts, 4.1 KiB  aborted",
                        "s3://lake/in/b  upload upload-2  begun 2026-11-14T12:00:00Z  1 part, 2.0 KiB  aborted",
                        "✓ 2 unfinished uploads (6.1 KiB) aborted");
        assertThat(errors()).isEmpty();
    }

    @Test
    void leavesWhatIsYoungerAloneWhoseverItIs() throws TransferException {
        begin("old", OURS);
        store.clock(NOW.minus(Duration.ofDays(7)).getEpochSecond() + 1);
        begin("young", OURS);
        begin("young and foreign", 2048);
        assertThat(clean(EVERYTHING, ALL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isEqualTo(2);
        assertThat(lines()).hasSize(2).last().asString().endsWith("2 younger left alone");
    }

    @Test
    void takesWhatIsJustOldEnough() throws TransferException {
        store.clock(NOW.minus(Duration.ofDays(7)).getEpochSecond());
        begin("just", OURS);
        clean(EVERYTHING, USUAL, Confirmation.NOBODY);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void staysBelowThePrefix() throws TransferException {
        begin("in/a", OURS);
        begin("out/a", OURS);
        clean(new TargetPrefix("lake", "in/"), USUAL, Confirmation.NOBODY);
        assertThat(store.unfinished("lake", ""))
                .singleElement()
                .satisfies(left -> assertThat(left.key().key()).isEqualTo("out/a"));
    }

    @Test
    void refusesWhatItDidNotBeginIfNobodyCanBeAskedAndDoesTheRest() throws TransferException {
        begin("ours", OURS);
        begin("foreign", 2048, 2048);
        begin("empty");
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.USAGE);
        assertThat(store.openUploads()).isEqualTo(2);
        assertThat(lines())
                .hasSize(3)
                .filteredOn(line -> line.contains("  kept: "))
                .hasSize(2);
        assertThat(errors())
                .containsExactly("crossdock: 1 old unfinished upload was kept because nothing says that Crossdock"
                        + " began it (1 other was aborted); if no other program still works on it, run the same"
                        + " command with --all.");
    }

    @Test
    void oneWithoutPartsIsKeptAndNoFailure() throws TransferException {
        begin("empty");
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isEqualTo(1);
        assertThat(lines().getFirst()).endsWith("kept: has no parts to tell whose it is");
        assertThat(lines().getLast()).endsWith("1 kept");
        assertThat(errors()).isEmpty();
    }

    @Test
    void sparesAnOldUploadThatSomebodyGoesOnWith() throws TransferException {
        Upload upload = begin("in use", OURS);
        store.clock(NOW.minus(Duration.ofDays(7)).getEpochSecond() + 1);
        put(upload, 2, OURS);
        begin("foreign", 2048, 2048);
        assertThat(clean(EVERYTHING, ALL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isEqualTo(2);
        assertThat(lines()).singleElement().asString().endsWith("2 younger left alone");
    }

    @Test
    void sparesWhatSomebodyWentOnWithWhileItWasAskedFor() throws TransferException {
        Upload upload = begin("foreign", 2048, 2048);
        assertThat(clean(EVERYTHING, USUAL, (which, question) -> {
                    store.clock(NOW.getEpochSecond());
                    put(upload, 3, 2048);
                    return Optional.of(true);
                }))
                .isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isEqualTo(1);
    }

    @Test
    void allTakesEverythingAndAsksNobody() throws TransferException {
        begin("foreign", 2048, 2048);
        begin("empty");
        assertThat(clean(EVERYTHING, ALL, this::yes)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void asksOneQuestionThatNamesThemAll() throws TransferException {
        begin("ours", OURS);
        begin("foreign", 2048, 2048);
        begin("empty");
        assertThat(clean(EVERYTHING, USUAL, this::yes)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isZero();
        assertThat(asked).hasSize(3);
        assertThat(asked.get(0)).contains("s3://lake/empty", "0 parts");
        assertThat(asked.get(1)).contains("s3://lake/foreign", "2 parts");
        assertThat(asked.get(2)).contains("these 2 uploads");
    }

    @Test
    void takesNoForAnAnswer() throws TransferException {
        begin("foreign", 2048, 2048);
        assertThat(clean(EVERYTHING, USUAL, (which, question) -> Optional.of(false)))
                .isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isEqualTo(1);
        assertThat(lines()).last().asString().contains("0 unfinished uploads", "1 kept");
    }

    @Test
    void aDryRunAbortsNothingAndAsksNobody() throws TransferException {
        begin("ours", OURS);
        begin("foreign", 2048, 2048);
        assertThat(clean(EVERYTHING, DRY, this::yes)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("s3://lake/ours") && line.endsWith("would be aborted"))
                .last()
                .asString()
                .startsWith("Dry run: 1 unfinished upload (2.0 KiB) would be aborted, 1 kept");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(lines()).singleElement().asString().startsWith("There are no unfinished uploads");
    }

    @Test
    void aFailureAtOneDoesNotKeepTheOthers() throws TransferException {
        begin("a", OURS);
        begin("b", OURS);
        store.fail(Request.ABORT, Moment.BEFORE, 1, Kind.REJECTED);
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.FAILED);
        assertThat(store.openUploads()).isEqualTo(1);
        assertThat(lines()).first().asString().endsWith("could not be aborted");
        assertThat(errors()).singleElement().asString().contains("1 unfinished upload of 2 could not be aborted");
    }

    @Test
    void whatEndedMeanwhileIsNoFailure() throws TransferException {
        begin("a", OURS);
        store.fail(Request.LIST_PARTS, Moment.BEFORE, 1, Kind.NO_SUCH_UPLOAD);
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(errors()).isEmpty();
    }

    @Test
    void whoMayNotListIsToldSo() {
        store.fail(Request.LIST_UPLOADS, Moment.BEFORE, 1, Kind.FORBIDDEN);
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.ACCESS);
        assertThat(errors()).hasSize(1);
    }

    @Test
    void whatMayPassIsTriedAgain() throws TransferException {
        begin("a", OURS);
        store.fail(Request.ABORT, Moment.BEFORE, 1, Kind.UNAVAILABLE);
        assertThat(clean(EVERYTHING, USUAL, Confirmation.NOBODY)).isEqualTo(ExitCode.DONE);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void tellsProgramsEventByEvent() throws TransferException {
        begin("ours", OURS);
        begin("foreign", 2048, 2048);
        CleanupRun run = run(new CleanupJson(terminal), Confirmation.NOBODY);
        assertThat(run.clean(EVERYTHING, USUAL)).isEqualTo(ExitCode.USAGE);
        assertThat(lines().get(0))
                .isEqualTo("{\"event\":\"upload\",\"target\":\"s3://lake/ours\",\"uploadId\":\"upload-1\","
                        + "\"begun\":\"2026-11-14T12:00:00Z\",\"parts\":1,\"bytes\":2077,\"recognised\":true,"
                        + "\"action\":\"aborted\"}");
        assertThat(lines().get(1)).contains("\"recognised\":false,\"action\":\"kept\"");
        assertThat(lines().get(2)).startsWith("{\"event\":\"failed\",\"code\":2,");
        run(new CleanupJson(terminal), Confirmation.NOBODY).clean(EVERYTHING, ALL);
        assertThat(lines())
                .last()
                .isEqualTo("{\"event\":\"finished\",\"target\":\"s3://lake/\",\"aborted\":1,\"bytes\":4096,\"kept\":0,"
                        + "\"younger\":0,\"dryRun\":false}");
    }

    private Upload begin(String key, int... partSizes) throws TransferException {
        Upload upload = store.begin(new ObjectKey("lake", key), new ObjectSpec(SOURCE, 1 << 20, false));
        for (int part = 1; part <= partSizes.length; part++) {
            put(upload, part, partSizes[part - 1]);
        }
        return upload;
    }

    private static void put(Upload upload, int partNumber, int size) {
        PartRange part = new PartRange(partNumber, 0, size);
        try {
            upload.put(part, new Body(part.bytes()));
        } catch (TransferException e) {
            throw new AssertionError(e);
        }
    }

    private ExitCode clean(TargetPrefix target, CleanupRun.Choices choices, Confirmation confirmation) {
        return run(new CleanupText(terminal, false), confirmation).clean(target, choices);
    }

    private CleanupRun run(CleanupReport report, Confirmation confirmation) {
        return new CleanupRun(new Cleanup(store), report, confirmation, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Optional<Boolean> yes(List<String> which, String question) {
        asked.addAll(which);
        asked.add(question);
        return Optional.of(true);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> errors() {
        return error.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Made-up bytes. */
    private record Body(ByteRange range) implements PartBody {

        private static final GeneratedBytes CONTENT = new GeneratedBytes(1);

        @Override
        public long lengthBytes() {
            return range.length();
        }

        @Override
        public boolean held() {
            return true;
        }

        @Override
        public void writeTo(OutputStream stream) throws IOException {
            stream.write(CONTENT.bytes(range));
        }

        @Override
        public Crc32c crc32c() {
            return CONTENT.crc32c(range);
        }
    }
}
