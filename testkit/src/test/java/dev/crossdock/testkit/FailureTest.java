package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.CancelledException;
import dev.crossdock.FileStat;
import dev.crossdock.IntegrityException;
import dev.crossdock.Resume;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.engine.Transfer;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does when one of its ends fails, or the caller wants no more. */
@Timeout(60)
class FailureTest extends EngineTestCase {

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
        assertThat(ended(transfer)).isInstanceOf(Completed.class);
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
        assertThat(assertFailed(ended(transfer), SourceException.class).kind()).isEqualTo(SourceException.Kind.CHANGED);
    }

    @Test
    void anUploadThatVanishesAgainIsAFailure() {
        store.failPart(2, Moment.BEFORE, 2, StoreException.Kind.NO_SUCH_UPLOAD);
        StoreException cause = assertFailed(copy(fileOf(30 * MIB)), StoreException.class);
        assertThat(cause.kind()).isEqualTo(StoreException.Kind.NO_SUCH_UPLOAD);
        assertThat(store.begun()).isEqualTo(2);
    }

    @Test
    void abortsAgainUntilTheUploadIsGone() {
        store.damage(2, Integer.MAX_VALUE);
        store.fail(Request.ABORT, Moment.BEFORE, 2, StoreException.Kind.UNAVAILABLE);
        assertFailed(copy(fileOf(30 * MIB)), IntegrityException.class);
        assertThat(store.requests(Request.ABORT)).isEqualTo(3);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void saysSoIfTheUploadCouldNotBeAborted() {
        store.failPart(2, Moment.BEFORE, Integer.MAX_VALUE, StoreException.Kind.REJECTED);
        store.fail(Request.ABORT, Moment.BEFORE, 4, StoreException.Kind.UNAVAILABLE);
        StoreException cause = assertFailed(
                copy(fileOf(30 * MIB), TransferOptions.defaults().withResume(Resume.NEVER)), StoreException.class);
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

    // The caller cancels.

    @Test
    void cancellingEndsReadsPromptlyAndLeavesNothing() {
        FakeFile file = fileOf(200 * MIB);
        file.holdAfter(20 * MIB);
        Transfer transfer = start(file, TransferOptions.defaults());
        file.awaitHeld();
        transfer.cancel();
        assertFailed(ended(transfer), CancelledException.class);
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
        assertFailed(ended(transfer), CancelledException.class);
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
