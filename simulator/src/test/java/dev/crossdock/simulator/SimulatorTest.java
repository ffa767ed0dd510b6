package dev.crossdock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The promise under a scheduler, a clock and two ends that want to break it. {@code -Dcrossdock.seeds} says how many seeds
 * are tried, {@code -Dcrossdock.seed} replays one of them and logs every step of it.
 */
@Timeout(3600)
class SimulatorTest {

    private static final long FIRST_SEED = 1;
    private static final int MOST_REPORTED = 5;

    private final Simulator simulator = new Simulator();

    @Test
    void thePromiseIsKeptWhateverTheSeed() {
        Long one = Long.getLong("crossdock.seed");
        long first = one == null ? FIRST_SEED : one;
        long count = one == null ? Long.getLong("crossdock.seeds", 2_000) : 1;
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> broken = new ArrayList<>();
        for (long seed = first; seed < first + count; seed++) {
            Verdict verdict = simulator.run(seed, one != null);
            verdict.outcomes().forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
            if (!verdict.violations().isEmpty()) {
                broken.add(verdict.report());
            }
        }
        assertThat(broken.stream().limit(MOST_REPORTED))
                .as("%d of %d seeds broke the promise; all runs ended: %s", broken.size(), count, outcomes)
                .isEmpty();
        if (one == null && count >= 1_000) {
            assertThat(outcomes)
                    .as("ends that show that the seeds reach far")
                    .containsKeys(
                            "completed",
                            "resumed",
                            "already-there",
                            "died",
                            "unconfirmed",
                            "shared an upload",
                            "failed:cancelled",
                            "failed:CHANGED",
                            "failed:integrity",
                            "kept:cancelled",
                            "kept:UNREACHABLE");
        }
    }

    @Test
    void aSeedReplaysToTheLastStep() {
        for (long seed = 100; seed < 150; seed++) {
            Verdict once = simulator.run(seed, false);
            Verdict again = simulator.run(seed, true);
            assertThat(again.trace()).as("trace of seed %d", seed).isEqualTo(once.trace());
            assertThat(again.steps()).as("steps of seed %d", seed).isEqualTo(once.steps());
            assertThat(again.outcomes()).isEqualTo(once.outcomes());
        }
    }

    @Test
    void seedsDiffer() {
        List<Long> traces = new ArrayList<>();
        for (long seed = 100; seed < 150; seed++) {
            traces.add(simulator.run(seed, false).trace());
        }
        assertThat(traces).doesNotHaveDuplicates();
    }
}
