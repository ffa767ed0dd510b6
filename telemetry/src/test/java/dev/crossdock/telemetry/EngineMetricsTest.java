package dev.crossdock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ObjectKey;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.testkit.FakeFile;
import dev.crossdock.testkit.FakeStore;
import dev.crossdock.testkit.SkippedTime;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine tells, counted. */
@Timeout(60)
class EngineMetricsTest {

    private static final int MIB = 1 << 20;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final TransferMetrics metrics = new TransferMetrics(registry);
    private final FakeStore store = FakeStore.keeping();
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void atTheEndNothingIsHeldAndEverythingIsCounted() {
        Crossdock crossdock = Crossdock.simulated(64 * MIB, new SkippedTime(), new Random(7));
        TransferOutcome outcome = start(crossdock, "k", event -> {
                    events.add(event);
                    metrics.on(event);
                })
                .await();
        assertThat(outcome).isInstanceOf(TransferOutcome.Completed.class);
        Exposition seen = Exposition.of(registry);
        int parts = ((TransferOutcome.Completed) outcome).receipt().parts();
        assertThat(seen.value("crossdock_parts_stored_total")).isEqualTo(parts);
        assertThat(seen.value("sftp_s3_chunks_processed_total")).isEqualTo(parts);
        assertThat(seen.value("crossdock_stored_bytes_total")).isEqualTo(50 * MIB);
        assertThat(seen.value("crossdock_read_bytes_total")).isEqualTo(50 * MIB);
        assertThat(seen.value("crossdock_part_read_seconds_count")).isEqualTo(parts);
        assertThat(seen.value("crossdock_memory_budget_bytes")).isEqualTo(64 * MIB);
        assertThat(seen.value("crossdock_memory_leased_bytes")).isZero();
        assertThat(seen.value("crossdock_connections")).isZero();
        assertThat(seen.value("crossdock_in_flight_bytes")).isZero();
        assertThat(events)
                .filteredOn(TransferEvent.Resources.class::isInstance)
                .anySatisfy(event -> assertThat(((TransferEvent.Resources) event).leasedBytes())
                        .isPositive())
                .anySatisfy(event -> assertThat(((TransferEvent.Resources) event).connections())
                        .isEqualTo(1));
    }

    @Test
    void partsThatFindNoMemoryAreSeenWaitingForIt() throws InterruptedException {
        Crossdock crossdock = Crossdock.simulated(24 * MIB, new SkippedTime(), new Random(7));
        store.hold();
        Transfer first = start(crossdock, "first", metrics);
        store.awaitHeld(2); // it has three quarters of the memory
        CountDownLatch waits = new CountDownLatch(1);
        TransferMetrics another = metrics.another();
        Transfer second = start(crossdock, "second", event -> {
            another.on(event);
            if (event instanceof TransferEvent.PartWaiting) {
                waits.countDown();
            }
        });
        waits.await();
        store.release();
        assertThat(first.await()).isInstanceOf(TransferOutcome.Completed.class);
        assertThat(second.await()).isInstanceOf(TransferOutcome.Completed.class);
        Exposition seen = Exposition.of(registry);
        assertThat(seen.value("crossdock_waiting_seconds_total{on=\"memory\"}")).isPositive();
        assertThat(seen.value("crossdock_memory_leased_bytes")).isZero();
    }

    private Transfer start(Crossdock crossdock, String key, TransferListener listener) {
        FakeFile file = FakeFile.generated(50 * MIB, 11);
        return crossdock.start(file.open(), store, new ObjectKey("lake", key), TransferOptions.defaults(), listener);
    }
}
