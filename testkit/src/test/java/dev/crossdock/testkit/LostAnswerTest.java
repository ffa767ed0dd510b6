package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.crossdock.ByteRange;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.TransferOutcome.Unconfirmed;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one answer that matters gets lost: what can be known then, and what is said. */
@Timeout(60)
class LostAnswerTest extends EngineTestCase {

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
                .satisfies(failed -> assertThat(failed.cause()).hasMessageContaining("removed again"));
        assertThat(store.keys()).isEmpty();
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

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void anAcknowledgedObjectThatIsNotThereYetIsLookedForAgain(int looks) {
        FakeFile file = fileOf(MIB);
        AtomicInteger vain = new AtomicInteger();
        TransferOutcome outcome = ended(crossdock.start(file.open(), store, KEY, TransferOptions.defaults(), event -> {
            if (event instanceof TransferEvent.Publishing) {
                store.fail(Request.FIND, Moment.BEFORE, 1, this::takeAway);
            } else if (event instanceof TransferEvent.Retried retried
                    && String.valueOf(retried.cause().getMessage()).contains("did not find")
                    && vain.incrementAndGet() == looks) {
                storedBy(Confirms.FULL_OBJECT, file);
            }
        }));
        assertCompleted(outcome, Integrity.FULL_OBJECT);
        assertArrived(file);
    }

    private StoreException takeAway() {
        try {
            store.remove(KEY, store.stored(KEY).orElseThrow().eTag());
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
        return new StoreException(StoreException.Kind.UNAVAILABLE, "The store failed.", "");
    }

    // An object that is found, and may be another transfer's.

    @Test
    void aSmallObjectIsToldByItsMd5() {
        FakeFile file = fileOf(MIB);
        store.confirms(Confirms.PART_MD5).loseAnswer(Request.PUT, 1);
        assertCompleted(copy(file), Integrity.PART);
        assertThat(store.requests(Request.PUT)).isEqualTo(1);
        assertArrived(file);
    }

    @Test
    void aChecksumThatMayOnlyBeRepeatedSettlesNothing() {
        FakeFile file = fileOf(MIB);
        store.checksumsAreUnproven();
        store.loseAnswer(Request.PUT, 1);
        assertCompleted(copy(file), Integrity.FULL_OBJECT);
        assertThat(store.requests(Request.PUT)).isEqualTo(2);
        assertArrived(file);
    }

    @Test
    void anObjectIsToldByTheNamesOfItsParts() throws TransferException {
        FakeFile file = fileOf(30 * MIB);
        store.confirms(Confirms.PART_CHECKSUM);
        storeFirstPartWithoutAPromise(file);
        store.loseAnswer(Request.COMPLETE, 1);
        assertCompleted(copy(file), Integrity.PART);
        assertThat(store.requests(Request.COMPLETE)).isEqualTo(1);
        assertArrived(file);
    }

    @Test
    void isUnconfirmedIfTheObjectShowsTooLittleAndIsToldByNothing() throws TransferException {
        FakeFile file = fileOf(30 * MIB);
        store.confirms(Confirms.PART_CHECKSUM).opaqueETags();
        storeFirstPartWithoutAPromise(file);
        store.loseAnswer(Request.COMPLETE, 1);
        assertThat(copy(file)).isInstanceOf(Unconfirmed.class);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void anObjectThatIsCertainlyOursAndShowsTooLittleIsAFailureThatSaysSo() {
        store.confirms(Confirms.PART_MD5).loseAnswer(Request.COMPLETE, 1);
        TransferOutcome outcome =
                copy(fileOf(30 * MIB), TransferOptions.defaults().withRequireIntegrity(Integrity.FULL_OBJECT));
        assertThat(outcome)
                .asInstanceOf(type(Failed.class))
                .satisfies(failed -> assertThat(failed.cause())
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("'part'"));
    }

    @Test
    void ofAnotherTransfersObjectIsSaidWhatItShows() {
        FakeFile file = fileOf(30 * MIB);
        store.confirms(Confirms.PART_CHECKSUM).opaqueETags();
        store.fail(Request.COMPLETE, Moment.BEFORE, 1, () -> storedByAnother(file));
        assertCompleted(copy(file, TransferOptions.defaults().withRequireIntegrity(Integrity.SIZE)), Integrity.SIZE);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void anotherTransfersObjectThatShowsTooLittleIsNotTakenForOurs() {
        FakeFile file = fileOf(30 * MIB);
        store.confirms(Confirms.PART_CHECKSUM).opaqueETags();
        store.fail(Request.COMPLETE, Moment.BEFORE, Integer.MAX_VALUE, () -> storedByAnother(file));
        assertThat(copy(file)).isInstanceOf(Failed.class);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void aRefusalBecauseAnotherTransferIsCompletingTheUploadIsNoFailure() {
        FakeFile file = fileOf(30 * MIB);
        store.fail(Request.COMPLETE, Moment.BEFORE, 1, () -> {
            storedBy(Confirms.FULL_OBJECT, file);
            return new StoreException(StoreException.Kind.REJECTED, "InvalidRequest.", "");
        });
        assertCompleted(copy(file), Integrity.FULL_OBJECT);
        assertArrived(file);
    }

    /** versitygw shows neither the upload nor its object while it completes it. */
    @Test
    void anUploadThatAnotherTransferIsCompletingIsNotStartedOver() {
        FakeFile file = fileOf(30 * MIB);
        store.failPart(2, Moment.BEFORE, 1, StoreException.Kind.NO_SUCH_UPLOAD);
        TransferOutcome outcome = ended(crossdock.start(file.open(), store, KEY, TransferOptions.defaults(), event -> {
            if (event instanceof TransferEvent.Retried again
                    && again.step().equals("look at the object")
                    && again.attempt() == 3) {
                storedBy(Confirms.FULL_OBJECT, file);
            }
        }));
        assertThat(outcome).isInstanceOf(AlreadyThere.class);
        assertArrived(file);
        assertThat(store.begun()).isEqualTo(1);
    }

    private static void assertCompleted(TransferOutcome outcome, Integrity level) {
        assertThat(outcome)
                .asInstanceOf(type(Completed.class))
                .satisfies(done -> assertThat(done.receipt().integrity()).isEqualTo(level));
    }

    private static ObjectSpec withoutAPromise(FakeFile file) {
        return new ObjectSpec(
                SourceIdentity.of(file.location(), file.stat()), file.stat().sizeBytes(), false);
    }

    /** An upload for others to go on with, of whose object nobody will know that its parts had to be confirmed. */
    private void storeFirstPartWithoutAPromise(FakeFile file) throws TransferException {
        ObjectSpec spec = withoutAPromise(file);
        PartRange first = new PartRange(1, 0, 8 * MIB + spec.source().residueBytes());
        store.begin(KEY, spec).put(first, new HeldBody(file.bytes(first.bytes())));
    }

    /** Another transfer of the same file publishes, one that confirms nothing; and this one's request gets lost. */
    private StoreException storedByAnother(FakeFile file) {
        storedBy(Confirms.SIZE, file);
        return new StoreException(StoreException.Kind.NO_ANSWER, "The connection was lost.", "");
    }

    private void storedBy(Confirms confirms, FakeFile file) {
        ObjectSpec spec = withoutAPromise(file);
        store.confirms(confirms);
        try {
            store.put(KEY, spec, new HeldBody(file.bytes(new ByteRange(0, spec.sizeBytes()))));
        } catch (TransferException e) {
            throw new AssertionError(e);
        }
    }
}
