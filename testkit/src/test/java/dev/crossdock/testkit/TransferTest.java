package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.crossdock.ByteRange;
import dev.crossdock.CancelledException;
import dev.crossdock.FileStat;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.PlanException;
import dev.crossdock.SourceException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.TransferOutcome.Unconfirmed;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does between two ports that fail as they are told. Pauses between attempts take no time. */
@Timeout(60)
class TransferTest {

    private static final long MIB = 1L << 20;
    private static final ObjectKey KEY = new ObjectKey("lake", "in/file.bin");

    private final Crossdock crossdock = Crossdock.simulated(64 * MIB, new SkippedTime(), new Random(7));
    private final FakeStore store = FakeStore.keeping();
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

    private TransferOutcome copy(FakeFile file, TransferOptions options) {
        return start(file, options).await();
    }

    private TransferOutcome copy(FakeFile file) {
        return copy(file, TransferOptions.defaults());
    }

    private Transfer start(FakeFile file, TransferOptions options) {
        return crossdock.start(file.open(), store, KEY, options, events::add);
    }

    private static FakeFile fileOf(long bytes) {
        return FakeFile.generated(bytes, 11);
    }

    @AfterEach
    void nothingIsLeftWhateverHappened() {
        assertThat(crossdock.reservedBytes()).as("leased bytes").isZero();
        assertThat(store.openUploads()).as("open uploads").isZero();
    }

    private void assertArrived(FakeFile file) {
        assertThat(store.bytes(KEY))
                .hasValueSatisfying(bytes -> assertThat(bytes)
                        .isEqualTo(file.bytes(new ByteRange(0, file.stat().sizeBytes()))));
        assertThat(file.openReads()).isZero();
        assertThat(file.openSources()).isZero();
    }

    private <T extends TransferException> T assertFailed(TransferOutcome outcome, Class<T> cause) {
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).cause()).isInstanceOf(cause);
        assertThat(store.keys()).isEmpty();
        return cause.cast(((Failed) outcome).cause());
    }

    // The whole way.

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3 * 9 * MIB})
    void movesAFileOfAnySize(long size) {
        assertMoved(fileOf(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void movesAFileThatIsAlmostOrJustOnePart(int more) {
        int beyond = 500_000;
        long size = 8 * MIB + beyond;
        FakeFile file = fileOf(size);
        // The part size follows from the modification time too: one is looked for that puts the size at the edge.
        FileStat atTheEdge = LongStream.iterate(1, seconds -> seconds + 1)
                .mapToObj(seconds -> FileStat.regular(size, seconds))
                .filter(stat -> SourceIdentity.of(file.location(), stat).residueBytes() == beyond - more)
                .findFirst()
                .orElseThrow();
        file.statAfter(0, atTheEdge);
        assertMoved(file);
        assertThat(store.requests(Request.PUT)).isEqualTo(more <= 0 ? 1 : 0);
    }

    private void assertMoved(FakeFile file) {
        TransferOutcome outcome = copy(file);

        assertThat(outcome).asInstanceOf(type(Completed.class)).satisfies(done -> {
            assertThat(done.receipt().integrity()).isEqualTo(Integrity.FULL_OBJECT);
            assertThat(done.receipt().bytes()).isEqualTo(file.stat().sizeBytes());
        });
        assertArrived(file);
        assertThat(file.bytesDelivered()).isEqualTo(file.stat().sizeBytes());
    }

    @Test
    void tellsItsListenerEverythingInOrder() {
        copy(fileOf(20 * MIB));
        assertThat(events.getFirst()).isInstanceOf(TransferEvent.Planned.class);
        assertThat(events.getLast()).isInstanceOf(TransferEvent.Finished.class);
        for (int part = 1; part <= 3; part++) {
            assertThat(whatHappenedTo(part)).containsExactly("reading", "read", "stored");
        }
    }

    private List<String> whatHappenedTo(int partNumber) {
        List<String> happened = new ArrayList<>();
        for (TransferEvent event : events) {
            if (event instanceof TransferEvent.PartReading e && e.part().partNumber() == partNumber) {
                happened.add("reading");
            } else if (event instanceof TransferEvent.PartRead e && e.part().partNumber() == partNumber) {
                happened.add("read");
            } else if (event instanceof TransferEvent.PartStored e && e.part().partNumber() == partNumber) {
                happened.add("stored");
            }
        }
        return happened;
    }

    @Test
    void aListenerThatThrowsDoesNoHarm() {
        TransferListener broken = event -> {
            throw new IllegalStateException("broken");
        };
        FakeFile file = fileOf(20 * MIB);
        assertThat(crossdock
                        .start(file.open(), store, KEY, TransferOptions.defaults(), broken)
                        .await())
                .isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void aPlanMovesNothing() throws TransferException {
        FakeFile file = fileOf(100 * MIB);
        try (FakeSource source = file.open()) {
            assertThat(crossdock.plan(source, store, TransferOptions.defaults()).parts())
                    .isBetween(11, 13);
        }
        assertThat(file.reads()).isZero();
        assertThat(store.requests(Request.BEGIN) + store.requests(Request.PUT)).isZero();
    }

    @Test
    void severalTransfersShareOneBudget() {
        Crossdock small = Crossdock.simulated(40 * MIB, new SkippedTime(), new Random(7));
        List<FakeFile> files = IntStream.range(0, 6)
                .mapToObj(i -> FakeFile.generated(25 * MIB + i, i))
                .toList();
        List<Transfer> transfers = IntStream.range(0, files.size())
                .mapToObj(i -> small.start(
                        files.get(i).open(),
                        store,
                        new ObjectKey("lake", "file-" + i),
                        TransferOptions.defaults(),
                        event -> assertThat(small.reservedBytes()).isLessThanOrEqualTo(40 * MIB)))
                .toList();
        for (int i = 0; i < files.size(); i++) {
            assertThat(transfers.get(i).await()).isInstanceOf(Completed.class);
            assertThat(store.bytes(new ObjectKey("lake", "file-" + i)))
                    .contains(files.get(i).bytes(new ByteRange(0, 25 * MIB + i)));
        }
        assertThat(small.reservedBytes()).isZero();
    }

    // The source fails.

    @Test
    void aPartThatFailsToReadIsReadAgainFromWhereItBrokeOff() {
        FakeFile file = fileOf(30 * MIB);
        file.loseConnectionAt(12 * MIB, 2);
        TransferOutcome outcome = copy(file);
        assertThat(outcome).isInstanceOf(Completed.class);
        assertThat(((Completed) outcome).receipt().retries()).isEqualTo(2);
        assertArrived(file);
    }

    @Test
    void aPartThatCanNeverBeReadIsNotLeftOut() {
        FakeFile file = fileOf(30 * MIB);
        file.loseConnectionAt(12 * MIB, Integer.MAX_VALUE);
        SourceException cause = assertFailed(copy(file), SourceException.class);
        assertThat(cause.kind()).isEqualTo(SourceException.Kind.NETWORK);
        assertThat(store.requests(Request.COMPLETE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 30 * MIB})
    void publishesNothingIfTheLastLookSaysThatTheSourceChanged(long size) {
        FakeFile file = fileOf(size);
        file.statAfter(1, FileStat.regular(size, file.stat().modifiedEpochSeconds() + 1));
        SourceException cause = assertFailed(copy(file), SourceException.class);
        assertThat(cause.kind()).isEqualTo(SourceException.Kind.CHANGED);
        assertThat(store.requests(Request.COMPLETE) + store.requests(Request.PUT))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(value = SourceException.Kind.class, names = "NETWORK", mode = EnumSource.Mode.EXCLUDE)
    void whatIsFinalIsTriedOnce(SourceException.Kind kind) {
        FakeFile file = fileOf(1000);
        file.failStat(Integer.MAX_VALUE, () -> new SourceException(kind, "No.", "stop"));
        assertThat(assertFailed(copy(file), SourceException.class).kind()).isEqualTo(kind);
        assertThat(file.stats()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = FileStat.Kind.class, names = "REGULAR", mode = EnumSource.Mode.EXCLUDE)
    void readsNothingThatIsNoRegularFile(FileStat.Kind kind) {
        FakeFile file = fileOf(1000);
        file.statAfter(0, new FileStat(1000, 1, kind));
        assertThat(assertFailed(copy(file), SourceException.class).kind()).isEqualTo(SourceException.Kind.UNREADABLE);
        assertThat(file.reads()).isZero();
    }

    // The store fails.

    @Test
    void aPartThatTheStoreRefusesForNowIsSentAgainFromMemory() {
        FakeFile file = fileOf(30 * MIB);
        store.failPart(2, Moment.MIDWAY, 2, StoreException.Kind.UNAVAILABLE);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
        assertThat(store.attempts(2)).isEqualTo(3);
    }

    @Test
    void retriesInOneLayerOnlyAndReportsTheFirstCause() {
        FakeFile file = fileOf(30 * MIB);
        store.failPart(2, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.UNAVAILABLE);
        StoreException cause = assertFailed(copy(file), StoreException.class);
        assertThat(cause.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(store.attempts(2)).isEqualTo(6);
    }

    @Test
    void aPartThatArrivesDamagedIsSentAgain() {
        FakeFile file = fileOf(30 * MIB);
        store.damage(3, 1);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @ParameterizedTest
    @EnumSource(value = Confirms.class, names = "SIZE", mode = EnumSource.Mode.EXCLUDE)
    void aPartThatAlwaysArrivesDamagedIsNeverPublished(Confirms confirms) {
        store.confirms(confirms).damage(3, Integer.MAX_VALUE);
        assertFailed(copy(fileOf(30 * MIB)), IntegrityException.class);
    }

    @Test
    void anUploadThatVanishesIsStartedOverOnce() {
        FakeFile file = fileOf(30 * MIB);
        store.failPart(2, Moment.BEFORE, 1, StoreException.Kind.NO_SUCH_UPLOAD);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
        assertThat(store.begun()).isEqualTo(2);
    }

    @Test
    void anUploadThatVanishesUnderSeveralPartsIsStartedOverOnceToo() {
        FakeFile file = fileOf(40 * MIB);
        store.hold();
        Transfer transfer = start(file, TransferOptions.defaults());
        store.awaitHeld(4);
        store.forgetUploads();
        store.release();
        assertThat(transfer.await()).isInstanceOf(Completed.class);
        assertArrived(file);
        assertThat(store.begun()).isEqualTo(2);
    }

    @Test
    void aFailureAfterTheObjectWasStoredIsSettledByLooking() {
        FakeFile file = fileOf(1000);
        store.fail(
                Request.PUT,
                Moment.AFTER,
                1,
                () -> new StoreException(
                        StoreException.Kind.UNAVAILABLE, "The store was told to fail.", "look at the test"));
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertThat(store.requests(Request.PUT)).isEqualTo(1);
    }

    @Test
    void anErrorOfTheJvmStillAbortsTheUpload() {
        store.fail(Request.PUT_PART, Moment.BEFORE, 1, () -> {
            throw new OutOfMemoryError("as if");
        });
        assertThatThrownBy(() -> copy(fileOf(30 * MIB))).hasRootCauseMessage("as if");
    }

    @Test
    void aSourceThatIsGoneAtTheLastLookHasChanged() {
        FakeFile file = fileOf(30 * MIB);
        file.holdAfter(5 * MIB);
        Transfer transfer = start(file, TransferOptions.defaults());
        file.awaitHeld();
        file.failStat(Integer.MAX_VALUE, () -> new SourceException(SourceException.Kind.NOT_FOUND, "It is gone.", ""));
        file.release();
        assertThat(assertFailed(transfer.await(), SourceException.class).kind())
                .isEqualTo(SourceException.Kind.CHANGED);
    }

    @Test
    void anUploadThatVanishesAgainIsAFailure() {
        store.failPart(2, Moment.BEFORE, 2, StoreException.Kind.NO_SUCH_UPLOAD);
        StoreException cause = assertFailed(copy(fileOf(30 * MIB)), StoreException.class);
        assertThat(cause.kind()).isEqualTo(StoreException.Kind.NO_SUCH_UPLOAD);
        assertThat(store.begun()).isEqualTo(2);
    }

    @Test
    void saysSoIfTheUploadCouldNotBeAborted() {
        store.failPart(2, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.REJECTED);
        store.fail(Request.ABORT, Moment.BEFORE, 4, StoreException.Kind.UNAVAILABLE);
        StoreException cause = assertFailed(copy(fileOf(30 * MIB)), StoreException.class);
        assertThat(cause.getSuppressed()).hasSize(1);
        store.forgetUploads();
    }

    @Test
    void whoMayNotReadMayStillWrite() {
        FakeFile file = fileOf(30 * MIB);
        store.fail(Request.FIND, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.FORBIDDEN);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    // The answer that matters gets lost.

    @ParameterizedTest
    @ValueSource(longs = {1000, 30 * MIB})
    void aLostAnswerIsSettledByLookingAtTheObject(long size) {
        FakeFile file = fileOf(size);
        store.loseAnswer(size > MIB ? Request.COMPLETE : Request.PUT, 1);
        TransferOutcome outcome = copy(file);
        assertThat(outcome)
                .asInstanceOf(type(Completed.class))
                .satisfies(done -> assertThat(done.receipt().integrity()).isEqualTo(Integrity.FULL_OBJECT));
        assertArrived(file);
        assertThat(store.requests(Request.COMPLETE) + store.requests(Request.PUT))
                .isEqualTo(1);
    }

    @Test
    void anObjectThatWasStoredWrongIsReplaced() {
        FakeFile file = fileOf(MIB);
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, 1);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void saysSoIfAnObjectThatWasStoredWrongMayBeVisible() {
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, Integer.MAX_VALUE);
        assertThat(copy(fileOf(MIB)))
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.cause())
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("may be visible"))
                .satisfies(failed -> assertThat(failed.cause().hint()).contains("remove"));
    }

    @Test
    void anObjectThatWasStoredWrongIsNeverTakenForTheOneWhoseAnswerWasLost() {
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, Integer.MAX_VALUE);
        store.fail(Request.PUT, Moment.AFTER, Integer.MAX_VALUE, () -> {
            if (store.attempts(FakeStore.WHOLE) > 1) {
                return new StoreException(StoreException.Kind.UNAVAILABLE, "The store failed.", "");
            }
            String eTag = store.stored(KEY).orElseThrow().eTag();
            return IntegrityException.storedDamaged("It is not what was sent.", eTag, null);
        });
        assertThat(copy(fileOf(MIB)))
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.cause()).hasMessageContaining("may be visible"));
    }

    @Test
    void aLostAnswerUnderNoClobberIsNotTakenForSomebodyElsesObject() {
        FakeFile file = fileOf(30 * MIB);
        store.loseAnswer(Request.COMPLETE, 1);
        assertThat(copy(file, TransferOptions.defaults().withNoClobber(true))).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void aRequestThatNeverGotThroughIsSentAgain() {
        FakeFile file = fileOf(30 * MIB);
        store.fail(Request.COMPLETE, Moment.BEFORE, 2, StoreException.Kind.NO_ANSWER);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void aRequestThatNeverGetsThroughIsAFailureOnceTheUploadIsGone() {
        store.fail(Request.COMPLETE, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.NO_ANSWER);
        assertFailed(copy(fileOf(30 * MIB)), StoreException.class);
    }

    @Test
    void isUnconfirmedIfNobodyCanSay() {
        FakeFile file = fileOf(30 * MIB);
        store.fail(Request.COMPLETE, Moment.AFTER, Integer.MAX_VALUE, () -> {
            // From the moment at which the object becomes visible, the store is not heard of any more.
            store.fail(Request.FIND, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.UNREACHABLE);
            return new StoreException(StoreException.Kind.NO_ANSWER, "The connection was lost.", "try again");
        });
        assertThat(copy(file)).isInstanceOf(Unconfirmed.class);
    }

    // What is required and asked for.

    @Test
    void aStoreThatConfirmsNothingIsRefusedUnlessAskedFor() {
        store.confirms(Confirms.SIZE);
        assertFailed(copy(fileOf(30 * MIB)), IntegrityException.class);
        TransferOutcome outcome =
                copy(fileOf(30 * MIB), TransferOptions.defaults().withRequireIntegrity(Integrity.SIZE));
        assertThat(((Completed) outcome).receipt().integrity()).isEqualTo(Integrity.SIZE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Confirms.class,
            names = {"PART_CHECKSUM", "PART_MD5"})
    void theReceiptNeverSaysMoreThanTheStoreConfirmed(Confirms confirms) {
        store.confirms(confirms);
        FakeFile file = fileOf(30 * MIB);
        assertThat(((Completed) copy(file)).receipt().integrity()).isEqualTo(Integrity.PART);
        assertArrived(file);
    }

    @Test
    void lessThanTheWholeObjectIsAnErrorWhereItIsRequired() {
        store.confirms(Confirms.PART_MD5);
        TransferOutcome outcome =
                copy(fileOf(30 * MIB), TransferOptions.defaults().withRequireIntegrity(Integrity.FULL_OBJECT));
        assertThat(((Failed) outcome).cause())
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("was stored");
    }

    @Test
    void aVersionThatIsThereMovesNothing() {
        FakeFile file = fileOf(30 * MIB);
        copy(file);
        long delivered = file.bytesDelivered();
        assertThat(copy(file)).isInstanceOf(AlreadyThere.class);
        assertThat(file.bytesDelivered()).isEqualTo(delivered);
        assertThat(copy(file, TransferOptions.defaults().withAlways(true))).isInstanceOf(Completed.class);
        assertThat(file.bytesDelivered()).isEqualTo(2 * delivered);
    }

    @Test
    void anotherVersionReplacesTheOneThatIsThere() {
        FakeFile file = fileOf(1000);
        copy(file);
        file.replaceWith(new byte[] {1, 2, 3});
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertThat(store.bytes(KEY)).contains(new byte[] {1, 2, 3});
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 30 * MIB})
    void neverReplacesUnderNoClobber(long size) {
        store.place(KEY, new byte[] {9});
        TransferOutcome outcome = copy(fileOf(size), TransferOptions.defaults().withNoClobber(true));
        assertThat(((Failed) outcome).cause())
                .asInstanceOf(type(StoreException.class))
                .extracting(StoreException::kind)
                .isEqualTo(StoreException.Kind.TARGET_EXISTS);
        assertThat(store.bytes(KEY)).contains(new byte[] {9});
    }

    // Parts that are cut through.

    @ParameterizedTest
    @EnumSource(Confirms.class)
    void movesPartsThatAreTooLargeToBeHeld(Confirms confirms) {
        store.confirms(confirms);
        FakeFile file = fileOf(70 * MIB);
        TransferOutcome outcome = copy(
                file, TransferOptions.defaults().withPartSizeBytes(20 * MIB).withRequireIntegrity(Integrity.SIZE));
        assertThat(outcome).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void aPartThatIsCutThroughIsReadAgainAfterAFailure() {
        FakeFile file = fileOf(70 * MIB);
        store.failPart(2, Moment.MIDWAY, 1, StoreException.Kind.UNAVAILABLE);
        file.loseConnectionAt(50 * MIB, 1);
        assertThat(copy(file, TransferOptions.defaults().withPartSizeBytes(20 * MIB)))
                .isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void saysBeforeAByteMovesThatPartsCouldNotBeConfirmed() {
        store.confirms(Confirms.PART_MD5).cutThrough(Integrity.SIZE);
        FakeFile file = fileOf(70 * MIB);
        PlanException cause =
                assertFailed(copy(file, TransferOptions.defaults().withPartSizeBytes(20 * MIB)), PlanException.class);
        assertThat(cause.hint()).contains("--memory");
        assertThat(file.reads()).isZero();
    }

    // The caller cancels.

    @Test
    void cancellingEndsReadsPromptlyAndLeavesNothing() {
        FakeFile file = fileOf(200 * MIB);
        file.holdAfter(20 * MIB);
        Transfer transfer = start(file, TransferOptions.defaults());
        file.awaitHeld();
        transfer.cancel();
        assertFailed(transfer.await(), CancelledException.class);
        assertThat(file.openReads()).isZero();
    }

    @Test
    void cancellingEndsRequestsPromptlyAndLeavesNothing() {
        FakeFile file = fileOf(200 * MIB);
        store.hold();
        Transfer transfer = start(file, TransferOptions.defaults());
        store.awaitHeld(2);
        transfer.cancel();
        transfer.cancel();
        assertFailed(transfer.await(), CancelledException.class);
    }

    @Test
    void oneFailureStopsTheRestPromptly() {
        FakeFile file = fileOf(2000 * MIB);
        store.failPart(3, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.REJECTED);
        assertFailed(copy(file), StoreException.class);
        assertThat(file.bytesDelivered()).isLessThan(500 * MIB);
    }

    @Test
    void aDefectOfAnAdapterComesOutAsOne() {
        FakeFile file = fileOf(30 * MIB);
        store.fail(Request.PUT_PART, Moment.BEFORE, 1, () -> {
            throw new IllegalStateException("a defect");
        });
        Transfer transfer = start(file, TransferOptions.defaults());
        assertThatThrownBy(transfer::await).hasRootCauseMessage("a defect");
    }

    @Test
    void aGiantThatNoDiskHoldsGoesThroughTheSameBudget() {
        FakeStore discarding = FakeStore.discarding();
        FakeFile file = fileOf(3L << 30);
        TransferOutcome outcome = crossdock
                .start(file.open(), discarding, KEY, TransferOptions.defaults(), TransferListener.NONE)
                .await();
        assertThat(outcome).isInstanceOf(Completed.class);
        assertThat(discarding.keys()).isEqualTo(Set.of(KEY));
        assertThat(discarding.openUploads()).isZero();
    }
}
