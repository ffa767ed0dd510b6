package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.PlanException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.testkit.FakeStore.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source turns out to be readable in order only when parts too large to be held are on their way. */
@Timeout(60)
class LateOrderTest extends EngineTestCase {

    private static final long SIZE = 60 * MIB;

    private final FakeFile file = fileOf(SIZE);

    /** Moves the file in parts that are cut through, in order as soon as the first is stored. */
    private TransferOutcome copy(long memoryBytes, long partBytes) {
        Crossdock engine = Crossdock.simulated(memoryBytes, new SkippedTime(), new Random(9));
        return ended(engine.start(
                file.open(), store, KEY, TransferOptions.defaults().withPartSizeBytes(partBytes), event -> {
                    events.add(event);
                    if (event instanceof TransferEvent.PartStored) {
                        file.readOnce();
                    }
                }));
    }

    private boolean wasPlannedCutThrough() {
        return events.stream()
                .anyMatch(event -> event instanceof TransferEvent.Planned planned
                        && planned.plan().cutThrough());
    }

    @Test
    void partsAreHeldFromThereOn() {
        // Once in order, none is read again for this.
        store.failPart(5, Moment.AFTER, 3, StoreException.Kind.UNAVAILABLE);
        assertThat(copy(16 * MIB, 10 * MIB)).isInstanceOf(Completed.class);
        assertThat(wasPlannedCutThrough()).isTrue();
        List<Integer> read = new ArrayList<>();
        events.forEach(event -> {
            if (event instanceof TransferEvent.PartRead part) {
                read.add(part.part().partNumber());
            }
        });
        assertThat(read.stream().filter(part -> part == 5)).hasSize(1);
        assertArrived(file);
    }

    @Test
    void partsThatDoNotFitTheMemoryEndItAndSayHowMuchIsNeeded() {
        TransferOutcome outcome = copy(8 * MIB, 12 * MIB);
        assertThat(wasPlannedCutThrough()).isTrue();
        assertThat(((Failed) outcome).cause())
                .isInstanceOfSatisfying(
                        PlanException.class, cause -> assertThat(cause.hint()).contains("13.0MiB", "--memory"));
        assertThat(((Failed) outcome).kept()).isPresent();

        TransferOutcome again = copy(64 * MIB, 12 * MIB);
        assertThat(again).isInstanceOf(Completed.class);
        assertThat(((Completed) again).receipt().integrity()).isEqualTo(Integrity.FULL_OBJECT);
        assertThat(((Completed) again).receipt().partsResumed()).isPositive();
        assertArrived(file);
    }
}
