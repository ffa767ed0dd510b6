package dev.crossdock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.CancelledException;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.PartRange;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PartsUnderWayTest {

    private static final PartRange FIRST = new PartRange(1, 0, 100);
    private static final PartRange SECOND = new PartRange(2, 100, 50);

    private final AtomicLong clock = new AtomicLong();
    private final PartsUnderWay parts = new PartsUnderWay(clock::get);

    @Test
    void knowsWhatEachPartWaitsFor() {
        planned(false);
        parts.on(new TransferEvent.PartReading(FIRST, false));
        parts.on(new TransferEvent.PartWaiting(SECOND));
        assertThat(parts.count(WaitingOn.SOURCE)).isEqualTo(1);
        assertThat(parts.count(WaitingOn.MEMORY)).isEqualTo(1);
        assertThat(parts.inFlightBytes()).isEqualTo(100);
        parts.on(new TransferEvent.PartReading(SECOND, false));
        parts.on(new TransferEvent.PartRead(FIRST, Duration.ZERO));
        assertThat(parts.count(WaitingOn.STORE)).isEqualTo(1);
        assertThat(parts.count(WaitingOn.MEMORY)).isZero();
        assertThat(parts.inFlightBytes()).isEqualTo(150);
        parts.on(new TransferEvent.PartStored(FIRST, Duration.ZERO, Integrity.PART));
        assertThat(parts.inFlightBytes()).isEqualTo(50);
    }

    @Test
    void sumsForHowLongEachWasWaitedFor() {
        planned(false);
        parts.on(new TransferEvent.PartWaiting(FIRST));
        parts.on(new TransferEvent.PartReading(SECOND, false));
        clock.set(10);
        parts.on(new TransferEvent.PartReading(FIRST, false));
        clock.set(30);
        parts.on(new TransferEvent.PartRead(SECOND, Duration.ZERO));
        clock.set(35);
        assertThat(parts.waited()).isEqualTo(new Waited(30 + 25, 5, 10));
        assertThat(parts.ended()).isEqualTo(new Waited(30, 0, 10));
        assertThat(parts.waited().most()).isEqualTo(WaitingOn.SOURCE);
    }

    @Test
    void anAttemptThatWasGivenUpIsNotCountedTwice() {
        planned(false);
        parts.on(new TransferEvent.PartReading(FIRST, false));
        parts.on(new TransferEvent.PartRead(FIRST, Duration.ZERO));
        clock.set(7);
        parts.on(new TransferEvent.PartReading(FIRST, false)); // the store had made it wait for long: read again
        assertThat(parts.count(WaitingOn.SOURCE)).isEqualTo(1);
        assertThat(parts.count(WaitingOn.STORE)).isZero();
        assertThat(parts.inFlightBytes()).isEqualTo(100);
        assertThat(parts.waited()).isEqualTo(new Waited(0, 7, 0));
    }

    @Test
    void aPartThatIsCutThroughTellsHowLongItWaitedForEachEnd() {
        planned(true);
        parts.on(new TransferEvent.PartReading(FIRST, true));
        assertThat(parts.inFlightBytes()).as("its window").isEqualTo(60);
        clock.set(10);
        assertThat(parts.waited()).isEqualTo(Waited.NOTHING);
        parts.on(new TransferEvent.PartRead(FIRST, Duration.ofNanos(3)));
        parts.on(new TransferEvent.PartStored(FIRST, Duration.ofNanos(10), Integrity.PART));
        assertThat(parts.waited()).isEqualTo(new Waited(3, 7, 0));
        assertThat(parts.waited().most()).isEqualTo(WaitingOn.STORE);
    }

    /** A source that turned out to be read in order has its parts held, whatever the plan was. */
    @Test
    void aPartThatIsHeldAlthoughThePlanWasToCutItThrough() {
        planned(true);
        parts.on(new TransferEvent.PartReading(FIRST, false));
        assertThat(parts.inFlightBytes()).isEqualTo(100);
        clock.set(3);
        parts.on(new TransferEvent.PartRead(FIRST, Duration.ofNanos(3)));
        assertThat(parts.count(WaitingOn.STORE)).isEqualTo(1);
        clock.set(10);
        parts.on(new TransferEvent.PartStored(FIRST, Duration.ofNanos(1), Integrity.PART));
        assertThat(parts.waited()).isEqualTo(new Waited(3, 7, 0));
    }

    /** A part of an earlier upload that was read and is not what the source has. */
    @Test
    void whatWasReadBeforeThePlanIsOverThen() {
        parts.on(new TransferEvent.PartReading(FIRST, false));
        parts.on(new TransferEvent.PartRead(FIRST, Duration.ZERO));
        planned(false);
        assertThat(parts.count(WaitingOn.STORE)).isZero();
        assertThat(parts.inFlightBytes()).isZero();
    }

    @Test
    void nothingIsUnderWayWhenItIsOver() {
        planned(false);
        parts.on(new TransferEvent.PartReading(FIRST, false));
        parts.on(new TransferEvent.PartWaiting(SECOND));
        clock.set(4);
        parts.on(new TransferEvent.Finished(new TransferOutcome.Failed(new CancelledException(), Optional.empty())));
        clock.set(9);
        assertThat(parts.inFlightBytes()).isZero();
        for (WaitingOn on : WaitingOn.values()) {
            assertThat(parts.count(on)).isZero();
        }
        assertThat(parts.waited()).isEqualTo(new Waited(4, 0, 4));
    }

    private void planned(boolean cutThrough) {
        parts.on(new TransferEvent.Planned(
                new SourceLocation("u", "h", 22, "/a"),
                new ObjectKey("b", "k"),
                new TransferPlan(150, 100, 2, cutThrough, 2, cutThrough ? 60 : 100, 1)));
    }
}
