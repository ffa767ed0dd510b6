package dev.crossdock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.engine.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads by turns, and a clock that jumps. */
@Timeout(60)
class SimulationTest {

    private final Simulation simulation = new Simulation(new SplittableRandom(3), 1, 0, false);
    private final SimProcess process = new SimProcess("tested");
    private final Waits waits = new SimWaits(simulation, process);

    @Test
    void timeJumpsToTheNextTimeout() {
        simulation.run(() -> simulation
                .spawn(process, "sleeper", () -> {
                    Waits.Monitor monitor = waits.newMonitor();
                    monitor.lock();
                    monitor.await(Duration.ofHours(3));
                    monitor.unlock();
                })
                .join());
        assertThat(simulation.violations()).isEmpty();
        assertThat(Duration.ofNanos(simulation.nowNanos())).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void aDeadlockIsReportedWithWhoWaitsForWhat() {
        simulation.run(() -> {
            Waits.Task first = simulation.spawn(process, "first", this::waitForEver);
            first.join();
        });
        assertThat(simulation.violations())
                .singleElement()
                .asString()
                .startsWith("deadlock")
                .contains(
                        "tested/first: waits for a signal of monitor 1",
                        "world/root: waits for the end of tested/first");
    }

    private void waitForEver() {
        Waits.Monitor monitor = waits.newMonitor();
        monitor.lock();
        while (process.toString().equals("tested")) {
            monitor.await();
        }
        monitor.unlock();
    }

    @Test
    void aMonitorLetsOneInAtATime() {
        List<String> seen = new ArrayList<>();
        simulation.run(() -> {
            Waits.Monitor monitor = waits.newMonitor();
            List<Waits.Task> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String name = "task-" + i;
                tasks.add(simulation.spawn(process, name, () -> {
                    monitor.lock();
                    seen.add("in");
                    simulation.sleep(1_000);
                    seen.add("out");
                    monitor.unlock();
                }));
            }
            tasks.forEach(Waits.Task::join);
        });
        assertThat(simulation.violations()).isEmpty();
        assertThat(String.join(" ", seen)).isEqualTo("in out in out in out in out in out");
    }

    @Test
    void aProcessThatDiesDoesNothingMore() {
        List<String> done = new ArrayList<>();
        simulation.run(() -> {
            simulation.spawn(process, "worker", () -> {
                Waits.Monitor monitor = waits.newMonitor();
                monitor.lock();
                try {
                    simulation.sleep(2_000);
                    done.add("worked");
                } finally {
                    monitor.unlock();
                    done.add("unwound");
                }
            });
            simulation.sleep(1_000);
            simulation.kill(process);
            simulation.sleep(5_000);
        });
        assertThat(simulation.violations()).isEmpty();
        assertThat(done).containsExactly("unwound");
    }
}
