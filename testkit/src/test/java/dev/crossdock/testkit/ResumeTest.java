package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.KeptUpload;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.PlanException;
import dev.crossdock.Resume;
import dev.crossdock.SourceException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.TransferReceipt;
import dev.crossdock.Upload;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transfer goes on where an earlier one of the same version broke off, and never with anything else. */
@Timeout(60)
class ResumeTest extends EngineTestCase {

    private static final long SIZE = 60 * MIB;
    private static final long PART = 8 * MIB + residue(fileOf(SIZE));

    private static final int LAST = Math.toIntExact(Math.ceilDiv(SIZE, PART));

    private static long residue(FakeFile file) {
        return SourceIdentity.of(file.location(), file.stat()).residueBytes();
    }

    /** Moves the parts before one, and says what was kept. */
    private KeptUpload broken(FakeFile file, int missingPart) {
        store.failPart(missingPart, Moment.BEFORE, 6, StoreException.Kind.UNREACHABLE);
        TransferOutcome outcome = copy(file, TransferOptions.defaults().withInFlightParts(1));
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(store.keys()).isEmpty();
        return ((Failed) outcome).kept().orElseThrow();
    }

    private TransferReceipt completed(TransferOutcome outcome) {
        assertThat(outcome).isInstanceOf(Completed.class);
        return ((Completed) outcome).receipt();
    }

    @Test
    void goesOnWhereAnEarlierTransferBrokeOff() {
        FakeFile file = fileOf(SIZE);
        KeptUpload kept = broken(file, 5);
        List<Integer> storedBefore = storedParts();
        assertThat(kept.partsStored()).isEqualTo(storedBefore.size()).isPositive();

        TransferReceipt receipt = completed(copy(file));

        assertThat(receipt.partsResumed()).isEqualTo(kept.partsStored());
        assertThat(receipt.bytesResumed())
                .isEqualTo(storedBefore.stream().mapToLong(this::lengthOf).sum());
        assertThat(receipt.integrity()).isEqualTo(Integrity.FULL_OBJECT);
        assertThat(store.begun()).isEqualTo(1);
        assertThat(storedBefore)
                .allSatisfy(part -> assertThat(store.attempts(part)).isEqualTo(1));
        assertArrived(file);
    }

    private List<Integer> storedParts() {
        return events.stream()
                .filter(TransferEvent.PartStored.class::isInstance)
                .map(event -> ((TransferEvent.PartStored) event).part().partNumber())
                .toList();
    }

    private long lengthOf(int part) {
        return Math.min(PART, SIZE - (part - 1) * PART);
    }

    @Test
    void readsOneStoredPartAgainAndNoMore() {
        FakeFile file = fileOf(SIZE);
        broken(file, LAST);
        long missing = SIZE - storedParts().stream().mapToLong(this::lengthOf).sum();
        long before = file.bytesDelivered();
        completed(copy(file));
        assertThat(file.bytesDelivered() - before).isBetween(missing + 1, missing + PART);
    }

    @Test
    void otherMemoryAndAnotherPartSizeStillFindIt() {
        FakeFile file = fileOf(SIZE);
        KeptUpload kept = broken(file, 5);
        Crossdock other = Crossdock.simulated(24 * MIB, new SkippedTime(), new Random(9));
        TransferOutcome outcome = ended(other.start(
                file.open(), store, KEY, TransferOptions.defaults().withPartSizeBytes(20 * MIB), events::add));
        assertThat(completed(outcome).partsResumed()).isEqualTo(kept.partsStored());
        assertThat(store.begun()).isEqualTo(1);
        assertArrived(file);
    }

    @Test
    void theLastPartAloneIsEnoughToRecogniseAnUpload() throws TransferException {
        FakeFile file = fileOf(SIZE);
        put(file, begin(file), LAST);
        assertThat(completed(copy(file)).partsResumed()).isEqualTo(1);
        assertThat(store.begun()).isEqualTo(1);
        assertArrived(file);
    }

    @Test
    void anotherVersionNeverMixesWithTheOldParts() {
        FakeFile file = fileOf(SIZE);
        broken(file, 5);
        file.replaceWith(FakeFile.generated(SIZE, 99).bytes(new ByteRange(0, SIZE)));
        assertThat(completed(copy(file)).partsResumed()).isZero();
        assertThat(store.begun()).isEqualTo(2);
        assertArrived(file);
    }

    @Test
    void anUploadThatIsOlderThanTheFileIsNotGoneOnWith() throws TransferException {
        FakeFile file = fileOf(SIZE);
        store.clock(file.stat().modifiedEpochSeconds() - 1);
        Upload older = begin(file);
        put(file, older, 1);
        assertThat(completed(copy(file)).partsResumed()).isZero();
        assertThat(events)
                .filteredOn(TransferEvent.NotResumed.class::isInstance)
                .singleElement()
                .asString()
                .contains("clock");
        assertArrived(file);
        older.abort();
    }

    @Test
    void aCollisionOfFingerprintsIsCaughtByThePartThatIsReadAgain() throws TransferException {
        FakeFile file = fileOf(SIZE);
        FakeFile other = FakeFile.generated(SIZE, 99);
        Upload foreign = begin(file);
        put(other, foreign, 1);
        put(other, foreign, 2);
        assertThat(completed(copy(file)).partsResumed()).isZero();
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOf(TransferEvent.NotResumed.class));
        assertArrived(file);
        foreign.abort();
    }

    @Test
    void verifyReadsEverythingAgainAndSendsOnlyWhatDiffers() throws TransferException {
        FakeFile file = fileOf(SIZE);
        FakeFile other = FakeFile.generated(SIZE, 99);
        Upload upload = begin(file);
        for (int part = 1; part < LAST; part++) {
            put(part == 3 ? other : file, upload, part);
        }
        TransferReceipt receipt =
                completed(copy(file, TransferOptions.defaults().withResume(Resume.VERIFY)));
        assertThat(receipt.partsResumed()).isEqualTo(LAST - 2);
        assertThat(storedParts()).containsExactlyInAnyOrder(3, LAST);
        assertThat(file.bytesDelivered()).isEqualTo(SIZE);
        assertArrived(file);
    }

    @Test
    void partsThatNoChecksumVouchesForAreReadAgainAndNotSent() throws TransferException {
        store.confirms(Confirms.PART_MD5);
        FakeFile file = fileOf(SIZE);
        Upload upload = begin(file);
        put(file, upload, 1);
        put(file, upload, 2);
        TransferReceipt receipt = completed(copy(file));
        assertThat(receipt.partsResumed()).isEqualTo(2);
        assertThat(receipt.integrity()).isEqualTo(Integrity.PART);
        assertThat(storedParts()).doesNotContain(1, 2);
        assertArrived(file);
    }

    @Test
    void partsThatNothingCanBeSaidOfAreSentAgain() throws TransferException {
        store.confirms(Confirms.SIZE);
        FakeFile file = fileOf(SIZE);
        Upload upload = begin(file);
        put(file, upload, 1);
        TransferReceipt receipt =
                completed(copy(file, TransferOptions.defaults().withRequireIntegrity(Integrity.SIZE)));
        assertThat(receipt.partsResumed()).isZero();
        assertArrived(file);
        upload.abort();
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreException.Kind.class,
            names = {"FORBIDDEN", "REJECTED"})
    void aStoreThatCanNotListMakesItBeginAnewAndSaysSo(StoreException.Kind kind) {
        FakeFile file = fileOf(SIZE);
        store.fail(Request.LIST_UPLOADS, Moment.BEFORE, Integer.MAX_VALUE, kind);
        completed(copy(file));
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOf(TransferEvent.NotResumed.class));
        assertArrived(file);
    }

    @Test
    void neverBeginsAnewAndLeavesNothing() {
        FakeFile file = fileOf(SIZE);
        store.failPart(5, Moment.BEFORE, 6, StoreException.Kind.UNREACHABLE);
        TransferOutcome outcome = copy(file, TransferOptions.defaults().withResume(Resume.NEVER));
        assertThat(((Failed) outcome).kept()).isEmpty();
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void aCancelledTransferIsGoneOnWith() {
        FakeFile file = fileOf(SIZE);
        file.holdAfter(4 * PART);
        Transfer transfer = start(file, TransferOptions.defaults().withInFlightParts(1));
        file.awaitHeld();
        transfer.cancel();
        KeptUpload kept = ((Failed) ended(transfer)).kept().orElseThrow();
        assertThat(kept.partsStored()).isEqualTo(4);
        file.release();
        assertThat(completed(copy(file)).partsResumed()).isEqualTo(4);
        assertArrived(file);
    }

    @Test
    void nothingIsKeptOfASourceThatChanged() {
        FakeFile file = fileOf(SIZE);
        file.statAfter(1, FileStat.regular(SIZE, file.stat().modifiedEpochSeconds() + 1));
        Failed failed = (Failed) copy(file);
        assertThat(failed.cause()).isInstanceOf(SourceException.class);
        assertThat(failed.kept()).isEmpty();
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void saysWhatIsLeftOfASourceThatChangedBeforeAnythingWasProven() {
        FakeFile file = fileOf(SIZE);
        String uploadId = broken(file, 5).uploadId();
        for (long offset = 0; offset < SIZE; offset += PART) {
            file.failAt(
                    offset, 1, () -> new SourceException(SourceException.Kind.CHANGED, "The file changed.", "again"));
        }
        Failed failed = (Failed) copy(file);
        assertThat(failed.kept()).isEmpty();
        assertThat(failed.cause().getSuppressed())
                .singleElement()
                .satisfies(left -> assertThat(left).hasMessageContaining(uploadId));
        assertThat(store.hasUpload(uploadId)).isTrue();
        store.forgetUploads();
    }

    @Test
    void anUploadThatHadToBeAbortedIsNotSaidToBeKept() {
        FakeFile file = fileOf(SIZE);
        broken(file, 5);
        store.fail(Request.COMPLETE, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.NO_ANSWER);
        Failed failed = (Failed) copy(file);
        assertThat(store.openUploads()).isZero();
        assertThat(failed.kept()).isEmpty();
        assertThat(failed.cause().getSuppressed()).isEmpty();
    }

    @Test
    void nothingIsKeptThatArrivesDamaged() {
        store.damage(2, Integer.MAX_VALUE);
        Failed failed = (Failed) copy(fileOf(SIZE));
        assertThat(failed.cause()).isInstanceOf(IntegrityException.class);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void anUploadThatAnotherTransferCompletedMeanwhileIsNoFailure() {
        FakeFile file = fileOf(SIZE);
        broken(file, LAST);
        file.holdAfter(file.bytesDelivered() + PART); // the part that is read again to recognise the upload
        Transfer slow = start(file, TransferOptions.defaults());
        file.awaitHeld();
        FakeFile same = fileOf(SIZE);
        completed(copy(same));
        file.release();
        assertThat(ended(slow)).isInstanceOf(AlreadyThere.class);
        assertThat(store.begun()).isEqualTo(1);
        assertArrived(file);
    }

    // An upload that two transfers fill.

    /** Begins an upload and stands still when two of its parts are stored. */
    private Transfer heldWithTwoPartsStored(FakeFile file) {
        file.holdAfter(2 * PART);
        Transfer slow = start(file, TransferOptions.defaults().withInFlightParts(1));
        file.awaitHeld();
        assertThat(storedParts()).containsExactly(1, 2);
        return slow;
    }

    @Test
    void whatOneRunDamagesInASharedUploadIsEndedAndTheOtherRunEndsWell() {
        FakeFile file = fileOf(SIZE);
        Transfer slow = heldWithTwoPartsStored(file);
        store.damage(3, 6);
        assertThat(((Failed) copy(fileOf(SIZE))).cause()).isInstanceOf(IntegrityException.class);
        assertThat(store.openUploads()).isZero();
        file.release();
        assertThat(completed(ended(slow)).partsResumed()).isZero();
        assertThat(store.begun()).isEqualTo(2);
        assertArrived(file);
    }

    @Test
    void aSharedUploadOfASourceThatChangedIsOfNoUseToAnybody() {
        FakeFile file = fileOf(SIZE);
        Transfer slow = heldWithTwoPartsStored(file);
        FakeFile same = fileOf(SIZE);
        FileStat later = FileStat.regular(SIZE, file.stat().modifiedEpochSeconds() + 1);
        same.statAfter(1, later);
        file.statAfter(0, later);
        for (TransferOutcome outcome : List.of(copy(same), released(file, slow))) {
            assertFailed(outcome, SourceException.class);
            assertThat(((Failed) outcome).kept()).isEmpty();
        }
        assertThat(store.openUploads()).isZero();
    }

    private TransferOutcome released(FakeFile file, Transfer held) {
        file.release();
        return ended(held);
    }

    @Test
    void anUploadThatOthersBeganIsLeftToThemIfOnlyThisRunMayNotReplace() {
        FakeFile file = fileOf(SIZE);
        Transfer slow = heldWithTwoPartsStored(file);
        TransferOutcome careful = ended(crossdock.start(
                fileOf(SIZE).open(), store, KEY, TransferOptions.defaults().withNoClobber(true), event -> {
                    if (event instanceof TransferEvent.Publishing) {
                        store.place(KEY, new byte[] {9});
                    }
                }));
        TransferException cause = ((Failed) careful).cause();
        assertThat(cause)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.TARGET_EXISTS));
        assertThat(cause.getSuppressed())
                .singleElement()
                .satisfies(left -> assertThat(left).hasMessageContaining("upload-1"));
        assertThat(((Failed) careful).kept()).isEmpty();
        completed(released(file, slow));
        assertThat(store.begun()).isEqualTo(1);
        assertArrived(file);
    }

    @Test
    void aCreateWhoseAnswerWasLostLeavesNothing() {
        FakeFile file = fileOf(SIZE);
        store.loseAnswer(Request.BEGIN, 2);
        completed(copy(file));
        assertThat(store.begun()).isEqualTo(3);
        assertThat(store.openUploads()).isZero();
        assertArrived(file);
    }

    @Test
    void nobodyAbortsAnUploadThatHasParts() throws TransferException {
        FakeFile file = fileOf(SIZE);
        store.loseAnswer(Request.BEGIN, 1);
        file.holdAfter(PART);
        Transfer transfer = start(file, TransferOptions.defaults());
        file.awaitHeld();
        FakeFile other = FakeFile.generated(SIZE, 99);
        Upload others = begin(other);
        put(other, others, 1);
        file.release();
        completed(ended(transfer));
        assertThat(store.hasUpload(others.uploadId())).isTrue();
        others.abort();
    }

    @Test
    void anUploadWithoutPartsIsGoneOnWithByNobody() throws TransferException {
        FakeFile file = fileOf(SIZE);
        Upload others = begin(file);
        assertThat(completed(copy(file)).partsResumed()).isZero();
        assertThat(store.begun()).isEqualTo(2);
        assertThat(store.hasUpload(others.uploadId())).isTrue();
        others.abort();
    }

    @Test
    void aTransferWhoseUploadIsSweptAsAnothersLostCreateStartsOverOnce() {
        FakeFile file = fileOf(SIZE);
        FakeFile same = fileOf(SIZE);
        same.holdAfter(1);
        AtomicReference<Transfer> other = new AtomicReference<>();
        store.fail(Request.BEGIN, Moment.BEFORE, 1, StoreException.Kind.NO_ANSWER);
        Transfer transfer = crossdock.start(file.open(), store, KEY, TransferOptions.defaults(), event -> {
            // In the moment in which this one's Create gets lost, another begins its upload and has no part yet.
            if (event instanceof TransferEvent.Retried && other.get() == null) {
                other.set(start(same, TransferOptions.defaults().withInFlightParts(1)));
                same.awaitHeld();
            }
        });
        completed(ended(transfer));
        assertThat(store.openUploads()).isZero();
        TransferOutcome swept = released(same, other.get());
        assertThat(swept).isInstanceOf(AlreadyThere.class);
        assertArrived(file);
    }

    // A source that can be read only once.

    @Test
    void readsAFileThatCanBeReadOnlyOnceFromItsBeginningToItsEnd() {
        FakeFile file = fileOf(SIZE);
        file.readOnce();
        store.failPart(2, Moment.BEFORE, 4, StoreException.Kind.THROTTLED);
        completed(copy(file));
        assertThat(file.bytesDelivered()).isEqualTo(SIZE);
        int reading = 0;
        for (TransferEvent event : events) {
            if (event instanceof TransferEvent.PartReading next) {
                assertThat(next.part().partNumber()).isEqualTo(++reading);
            } else if (event instanceof TransferEvent.PartRead read) {
                assertThat(read.part().partNumber()).as("one at a time").isEqualTo(reading);
            }
        }
        assertArrived(file);
    }

    @Test
    void aPartOfAFileThatCanBeReadOnlyOnceMustFitTheMemory() {
        FakeFile file = fileOf(SIZE);
        file.readOnce();
        Crossdock small = Crossdock.simulated(8 * MIB, new SkippedTime(), new Random(9));
        TransferOutcome outcome = ended(small.start(
                file.open(), store, KEY, TransferOptions.defaults().withPartSizeBytes(12 * MIB), events::add));
        assertThat(((Failed) outcome).cause())
                .isInstanceOf(PlanException.class)
                .satisfies(cause -> assertThat(((PlanException) cause).hint()).contains("13.0MiB", "--memory"));
    }

    // What somebody else did.

    private Upload begin(FakeFile file) throws StoreException {
        SourceIdentity identity = SourceIdentity.of(file.location(), file.stat());
        return store.begin(KEY, new ObjectSpec(identity, SIZE, false));
    }

    private void put(FakeFile file, Upload upload, int part) throws TransferException {
        PartRange range = new PartRange(part, (part - 1) * PART, lengthOf(part));
        upload.put(range, new HeldBody(file.bytes(range.bytes())));
    }
}
