package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectSpec;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An object that the store took wrong carries the identity of its source like any other, and must not pass for it. */
@Timeout(60)
class WrongObjectTest extends EngineTestCase {

    private static final long LARGE = 30 * MIB;

    private TransferException failure(TransferOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed) outcome).cause();
    }

    private static TransferOptions requiring(Integrity level) {
        return TransferOptions.defaults().withRequireIntegrity(level);
    }

    @Test
    void isReplacedByTheSameTransfer() {
        FakeFile file = fileOf(MIB);
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, 1);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void isRemovedAndThatIsSaid() {
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, Integer.MAX_VALUE);
        assertThat(failure(copy(fileOf(MIB))))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("removed again");
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void isRemovedTooIfItWasPutTogetherWrong() {
        store.confirms(Confirms.PART_CHECKSUM);
        store.fail(Request.COMPLETE, Moment.AFTER, 1, this::putTogetherWrong);
        assertThat(failure(copy(fileOf(LARGE)))).hasMessageContaining("removed again");
        assertThat(store.keys()).isEmpty();
    }

    private IntegrityException putTogetherWrong() {
        return IntegrityException.publishedWrong(
                "Its checksum is another.", store.stored(KEY).orElseThrow().eTag(), null);
    }

    @Test
    void isNotRemovedIfOnlyTheAnswerWasWrong() {
        store.fail(Request.COMPLETE, Moment.AFTER, 1, this::putTogetherWrong);
        assertThat(failure(copy(fileOf(LARGE)))).hasMessageContaining("may be visible");
        assertThat(store.keys()).containsExactly(KEY);
    }

    @Test
    void isNotRemovedIfAnotherTookItsPlace() {
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, Integer.MAX_VALUE);
        store.fail(Request.REMOVE, Moment.BEFORE, 1, () -> {
            store.place(KEY, new byte[] {9});
            return new StoreException(Kind.NO_ANSWER, "Lost.", "");
        });
        assertThat(failure(copy(fileOf(MIB)))).hasMessageContaining("not there any more");
        assertThat(store.bytes(KEY)).contains(new byte[] {9});
    }

    @Test
    void isNotRemovedIfNoAnswerOfOursNamedIt() {
        FakeFile file = fileOf(MIB);
        ObjectSpec spec = new ObjectSpec(SourceIdentity.of(file.location(), file.stat()), MIB, false);
        HeldBody others = new HeldBody(FakeFile.generated(MIB, 99).bytes(new ByteRange(0, MIB)));
        store.fail(Request.PUT, Moment.BEFORE, 1, () -> {
            try {
                store.put(KEY, spec, others);
            } catch (TransferException e) {
                throw new AssertionError(e);
            }
            return new StoreException(Kind.UNAVAILABLE, "The store failed.", "");
        });
        TransferException cause = failure(copy(file, TransferOptions.defaults().withNoClobber(true)));
        assertThat(cause).isInstanceOf(IntegrityException.class).hasMessageContaining("may be visible");
        assertThat(store.keys()).containsExactly(KEY);
        assertThat(store.requests(Request.REMOVE)).isZero();
    }

    @Test
    void saysSoIfItMayBeVisible() {
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, Integer.MAX_VALUE);
        store.fail(Request.REMOVE, Moment.BEFORE, 1, Kind.FORBIDDEN);
        TransferException cause = failure(copy(fileOf(MIB)));
        assertThat(cause).isInstanceOf(IntegrityException.class).hasMessageContaining("may be visible");
        assertThat(cause.hint()).contains("remove");
    }

    @Test
    void isNotTakenForTheFileByTheNextTransfer() {
        FakeFile file = fileOf(MIB);
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, 6);
        store.fail(Request.REMOVE, Moment.BEFORE, 1, Kind.FORBIDDEN);
        failure(copy(file));
        assertThat(store.keys()).containsExactly(KEY);

        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void isNotTakenForTheFileUnderNoClobberEither() {
        FakeFile file = fileOf(MIB);
        TransferOptions once = TransferOptions.defaults().withNoClobber(true);
        store.confirms(Confirms.PART_MD5).damage(FakeStore.WHOLE, 1);
        store.fail(Request.PUT, Moment.AFTER, 1, Kind.FORBIDDEN);
        failure(copy(file, once));
        assertThat(failure(copy(file, once)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_EXISTS));
    }

    @Test
    void aSmallObjectIsComparedWithTheSourceWhereItShowsTooLittle() {
        FakeFile file = fileOf(MIB);
        store.confirms(Confirms.PART_MD5);
        copy(file);
        assertThat(copy(file)).isInstanceOf(AlreadyThere.class);
        assertThat(store.requests(Request.PUT)).isEqualTo(1);
        assertThat(copy(file, requiring(Integrity.SIZE))).isInstanceOf(AlreadyThere.class);
        assertThat(file.bytesDelivered()).isEqualTo(2 * MIB);
    }

    @Test
    void anObjectWhosePartsWereConfirmedIsRecognisedUnread() {
        FakeFile file = fileOf(LARGE);
        store.confirms(Confirms.PART_MD5);
        copy(file);
        assertThat(copy(file)).isInstanceOf(AlreadyThere.class);
        assertThat(file.bytesDelivered()).isEqualTo(LARGE);
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB, LARGE})
    void aChecksumThatMayOnlyBeRepeatedIsAskedAfterWhereTheCopyHangsOnIt(long size) {
        FakeFile file = fileOf(size);
        assertThat(copy(file, requiring(Integrity.FULL_OBJECT))).isInstanceOf(Completed.class);
        int begun = store.begun();
        store.checksumsAreUnproven();
        assertThat(copy(file, requiring(Integrity.FULL_OBJECT)))
                .isInstanceOfSatisfying(
                        AlreadyThere.class,
                        there -> assertThat(there.integrity()).isEqualTo(Integrity.FULL_OBJECT));
        assertThat(store.begun()).isEqualTo(begun + 1);
        assertThat(file.bytesDelivered()).isEqualTo(size);
    }

    @Test
    void aChecksumThatMayOnlyBeRepeatedProvesNothing() {
        FakeFile file = fileOf(LARGE);
        assertThat(copy(file, requiring(Integrity.FULL_OBJECT))).isInstanceOf(Completed.class);
        store.checksumsAreUnproven();
        store.fail(Request.BEGIN, Moment.BEFORE, 1, Kind.FORBIDDEN);
        assertThat(copy(file, requiring(Integrity.FULL_OBJECT))).isInstanceOf(Completed.class);
        assertThat(file.bytesDelivered()).isEqualTo(2 * LARGE);
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB, LARGE})
    void anObjectThatShowsLessThanRequiredIsCopiedAgain(long size) {
        FakeFile file = fileOf(size);
        store.confirms(Confirms.SIZE);
        assertThat(copy(file, requiring(Integrity.SIZE))).isInstanceOf(Completed.class);
        assertThat(copy(file, requiring(Integrity.SIZE))).isInstanceOf(AlreadyThere.class);
        store.confirms(Confirms.PART_MD5);
        if (size == LARGE) {
            assertThat(copy(file)).isInstanceOf(Completed.class);
        }
        store.confirms(Confirms.FULL_OBJECT);
        assertThat(copy(file, requiring(Integrity.FULL_OBJECT))).isInstanceOf(Completed.class);
        assertThat(copy(file, requiring(Integrity.FULL_OBJECT))).isInstanceOf(AlreadyThere.class);
    }
}
