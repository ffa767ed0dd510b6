package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.IntegrityException;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * For how long an end that is gone is waited for: the longer, the more there is to lose. Each pause is as long as it can
 * be, and bytes are moving for as long as a test says before part 3 is begun.
 */
class OutageTest extends EngineTestCase {

    /** Pauses: 0.25, 0.5, 1, 2, 4, 8 and then always 15 s. After so many failures 45.75 s have passed. */
    private static final int FAILURES_IN_45_SECONDS = 8;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration NIGHT = Duration.ofHours(8);

    /** How often the third part can't be read at all. */
    private int failuresAtItsFirstByte;

    @Override
    RandomGenerator dice() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }

    /** Copies one part after the other; so much time passes before the third is begun. */
    private TransferOutcome copyAfter(Duration moving, FakeFile file) {
        TransferOptions oneByOne =
                TransferOptions.defaults().withInFlightParts(1).withPartSizeBytes(8 * MIB);
        return ended(crossdock.start(file.open(), store, KEY, oneByOne, event -> {
            events.add(event);
            if (event instanceof TransferEvent.PartStored stored
                    && stored.part().partNumber() == 2) {
                time.pass(moving);
                file.loseConnectionAt(stored.part().offset() + stored.part().length(), failuresAtItsFirstByte);
            }
        }));
    }

    @Test
    void aStoreThatIsGoneForHalfAMinuteEndsNoTransferThatHasBeenMovingForLong() {
        FakeFile file = fileOf(30 * MIB);
        store.failPart(3, Moment.BEFORE, FAILURES_IN_45_SECONDS, Kind.UNREACHABLE);
        assertThat(copyAfter(MINUTE, file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void norIfItIsGoneWhenTheObjectIsToBePublished() {
        FakeFile file = fileOf(30 * MIB);
        store.fail(Request.COMPLETE, Moment.BEFORE, FAILURES_IN_45_SECONDS, Kind.UNREACHABLE);
        assertThat(copyAfter(MINUTE, file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void norDoesASourceThatIsGone() {
        FakeFile file = fileOf(30 * MIB);
        failuresAtItsFirstByte = FAILURES_IN_45_SECONDS;
        assertThat(copyAfter(MINUTE, file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void afterTwoMinutesNothingIsWaitedForAnyMore() {
        store.failPart(3, Moment.BEFORE, Integer.MAX_VALUE, Kind.UNREACHABLE);
        assertFailed(copyAfter(NIGHT, fileOf(30 * MIB)), StoreException.class);
        assertThat(pausedInAll()).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(135));
    }

    @Test
    void whatHasJustBegunIsGivenUpSoon() {
        store.failPart(3, Moment.BEFORE, Integer.MAX_VALUE, Kind.UNREACHABLE);
        assertFailed(copyAfter(Duration.ofSeconds(20), fileOf(30 * MIB)), StoreException.class);
        assertThat(pausedInAll()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(35));
    }

    @Test
    void beforeAnythingMovedSixAttemptsAreAll() {
        store.failPart(1, Moment.BEFORE, Integer.MAX_VALUE, Kind.UNREACHABLE);
        assertFailed(copyAfter(NIGHT, fileOf(30 * MIB)), StoreException.class);
        assertThat(store.attempts(1)).isEqualTo(6);
        assertThat(pausedInAll()).isEqualTo(Duration.ofMillis(7750));
    }

    @Test
    void damageDoesNotPassWithTime() {
        store.damage(3, Integer.MAX_VALUE);
        assertFailed(copyAfter(NIGHT, fileOf(30 * MIB)), IntegrityException.class);
        assertThat(store.attempts(3)).isEqualTo(6);
    }

    @Test
    void damageAfterAnOutageIsSentAgainToo() {
        FakeFile file = fileOf(30 * MIB);
        store.failPart(3, Moment.BEFORE, FAILURES_IN_45_SECONDS, Kind.UNREACHABLE);
        store.damage(3, 1);
        assertThat(copyAfter(MINUTE, file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    /** Nothing was asked that could have published it: the object can't be there, and the parts are of use. */
    @Test
    void aStoreThatIsGoneForGoodBeforeItIsAskedToPublishLosesNoParts() {
        FakeFile file = fileOf(30 * MIB);
        TransferOutcome outcome = ended(crossdock.start(file.open(), store, KEY, TransferOptions.defaults(), event -> {
            events.add(event);
            if (event instanceof TransferEvent.Publishing) {
                store.fail(Request.COMPLETE, Moment.BEFORE, Integer.MAX_VALUE, Kind.UNREACHABLE);
                store.fail(Request.FIND, Moment.BEFORE, Integer.MAX_VALUE, Kind.UNREACHABLE);
            }
        }));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TransferOutcome.Failed.class,
                        failed -> assertThat(failed.kept()).isPresent());
    }

    /** A read that always ends at one place gets there anew each time that the part is begun anew. */
    @Test
    void aReadThatNeverGetsFurtherIsGivenUpThoughItIsBegunAnew() {
        FakeFile file = fileOf(30 * MIB);
        file.loseConnectionAt(20 * MIB, Integer.MAX_VALUE);
        assertFailed(copyAfter(MINUTE, file), SourceException.class);
        assertThat(pausedInAll()).isBetween(MINUTE, Duration.ofMinutes(3));
    }

    @Test
    void memoryIsNotHeldOverALongPause() {
        FakeFile large = fileOf(40 * MIB);
        failuresAtItsFirstByte = FAILURES_IN_45_SECONDS;
        store.failPart(4, Moment.BEFORE, FAILURES_IN_45_SECONDS, Kind.THROTTLED);
        assertThat(copyAfter(MINUTE, large)).isInstanceOf(Completed.class);
        assertThat(leasedOverLongPauses()).hasSize(8).containsOnly(0L);
    }

    @Test
    void memoryOfASmallFileIsNotHeldOverALongPauseEither() {
        FakeFile small = fileOf(MIB);
        small.loseConnectionAt(1000, 5);
        TransferOutcome outcome = copy(small);
        assertThat(outcome).isInstanceOf(Completed.class);
        assertArrived(small);
        assertThat(leasedOverLongPauses()).containsExactly(0L);
    }

    private Duration pausedInAll() {
        return events.stream()
                .filter(TransferEvent.Retried.class::isInstance)
                .map(event -> ((TransferEvent.Retried) event).pause())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** What was leased after each failure that was followed by more than two seconds of waiting. */
    private List<Long> leasedOverLongPauses() {
        List<Long> leased = new ArrayList<>();
        for (int i = 0; i < events.size() - 1; i++) {
            if (events.get(i) instanceof TransferEvent.Retried retried
                    && retried.pause().toSeconds() > 2
                    && events.get(i + 1) instanceof TransferEvent.Resources resources) {
                leased.add(resources.leasedBytes());
            }
        }
        return leased;
    }
}
