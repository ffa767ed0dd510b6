package dev.crossdock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crossdock.CancelledException;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.PartRange;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferMetricsTest {

    private static final SourceLocation SOURCE = new SourceLocation("u", "h", 22, "/out/a.csv");
    private static final ObjectKey TARGET = new ObjectKey("lake", "a.csv");
    private static final int MIB = 1 << 20;
    private static final PartRange FIRST = new PartRange(1, 0, 8 * MIB);
    private static final PartRange SECOND = new PartRange(2, 8 * MIB, 2 * MIB);
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final AtomicLong clock = new AtomicLong();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final TransferMetrics metrics = new TransferMetrics(registry, clock::get, () -> NOW);

    @Test
    void countsTheFiveThatDashboardsKnow() {
        moveFirstPart(metrics);
        assertThat(value("sftp_s3_bytes_transferred_total")).isEqualTo(8 * MIB);
        assertThat(value("sftp_s3_chunks_processed_total")).isEqualTo(1);
        assertThat(value("sftp_s3_throughput_mbps")).as("8 MiB in 4 s").isEqualTo(2);
        ProcessMetrics.register(registry, ProcessFigures::now);
        assertThat(value("sftp_s3_memory_usage_mb")).isBetween(10.0, 10_000.0);
        assertThat(value("sftp_s3_process_write_bytes_mb")).isNotNegative();
    }

    @Test
    void whatNeverBeganHasFailed() {
        metrics.nothingMoreComes();
        assertThat(value("crossdock_last_transfer_success")).isZero();
        assertThat(value("crossdock_last_transfer_timestamp_seconds")).isEqualTo((double) NOW.getEpochSecond());
        assertThat(value("crossdock_transfers_total{outcome=\"failed\"}")).isEqualTo(1);
        assertThat(value("crossdock_transfers_active")).isZero();
    }

    @Test
    void whatEndsWithoutAWordHasFailed() {
        moveFirstPart(metrics);
        metrics.nothingMoreComes();
        assertThat(value("crossdock_last_transfer_success")).isZero();
        assertThat(value("crossdock_transfers_active")).isZero();
    }

    @Test
    void whatHadAnEndKeepsIt() {
        StoredObject object = new StoredObject(1, "\"e\"", Optional.empty(), Optional.empty());
        metrics.on(new TransferEvent.Finished(new TransferOutcome.AlreadyThere(SOURCE, TARGET, object)));
        metrics.nothingMoreComes();
        assertThat(value("crossdock_last_transfer_success")).isEqualTo(1);
        assertThat(value("crossdock_transfers_total{outcome=\"failed\"}")).isZero();
    }

    @Test
    void showsWhatIsUnderWay() {
        moveFirstPart(metrics);
        metrics.on(new TransferEvent.Resources(2 * MIB, 64 * MIB, 2));
        metrics.on(new TransferEvent.PartReading(SECOND, false));
        assertThat(value("crossdock_transfers_active")).isEqualTo(1);
        assertThat(value("crossdock_transfer_size_bytes")).isEqualTo(10 * MIB);
        assertThat(value("crossdock_parts_in_flight{stage=\"reading\"}")).isEqualTo(1);
        assertThat(value("crossdock_parts_in_flight{stage=\"sending\"}")).isZero();
        assertThat(value("crossdock_in_flight_bytes")).isEqualTo(2 * MIB);
        assertThat(value("crossdock_memory_leased_bytes")).isEqualTo(2 * MIB);
        assertThat(value("crossdock_memory_budget_bytes")).isEqualTo(64 * MIB);
        assertThat(value("crossdock_connections")).isEqualTo(2);
        metrics.on(new TransferEvent.PartRead(SECOND, Duration.ofSeconds(1)));
        assertThat(value("crossdock_parts_in_flight{stage=\"sending\"}")).isEqualTo(1);
        assertThat(value("crossdock_read_bytes_total")).isEqualTo(10 * MIB);
        assertThat(value("crossdock_stored_bytes_total")).isEqualTo(8 * MIB);
    }

    @Test
    void saysWhatWasWaitedFor() {
        moveFirstPart(metrics);
        assertThat(value("crossdock_waiting_seconds_total{on=\"source\"}")).isEqualTo(3);
        assertThat(value("crossdock_waiting_seconds_total{on=\"store\"}")).isEqualTo(1);
        assertThat(value("crossdock_waiting_seconds_total{on=\"memory\"}")).isZero();
        assertThat(value("crossdock_part_read_seconds_sum")).isEqualTo(3);
        assertThat(value("crossdock_part_upload_seconds_count")).isEqualTo(1);
        assertThat(value("crossdock_part_upload_seconds_bucket{le=\"1.0\"}")).isEqualTo(1);
        assertThat(value("crossdock_part_upload_seconds_bucket{le=\"0.5\"}")).isZero();
    }

    @Test
    void keepsTheLastTransferAndNothingThatIsOver() {
        assertThat(Exposition.of(registry).text())
                .as("no time before there was one")
                .doesNotContain("crossdock_last_transfer_timestamp_seconds ");
        moveFirstPart(metrics);
        metrics.on(new TransferEvent.PartReading(SECOND, false));
        metrics.on(new TransferEvent.Resources(0, 64 * MIB, 0));
        metrics.on(new TransferEvent.Finished(completed()));
        clock.set(Duration.ofHours(1).toNanos());
        assertThat(value("crossdock_transfers_total{outcome=\"completed\"}")).isEqualTo(1);
        assertThat(value("crossdock_last_transfer_timestamp_seconds")).isEqualTo(1_700_000_000);
        assertThat(value("crossdock_last_transfer_bytes")).isEqualTo(10 * MIB);
        assertThat(value("crossdock_last_transfer_duration_seconds")).isEqualTo(5);
        assertThat(value("crossdock_last_transfer_success")).isEqualTo(1);
        assertThat(value("sftp_s3_throughput_mbps")).as("of its own time").isEqualTo(2);
        for (String nothingLeft : List.of(
                "crossdock_transfers_active",
                "crossdock_transfer_size_bytes",
                "crossdock_parts_in_flight{stage=\"reading\"}",
                "crossdock_parts_in_flight{stage=\"sending\"}",
                "crossdock_in_flight_bytes",
                "crossdock_memory_leased_bytes",
                "crossdock_connections")) {
            assertThat(value(nothingLeft)).as(nothingLeft).isZero();
        }
    }

    @Test
    void tellsOutcomesApart() {
        StoredObject object = new StoredObject(1, "\"e\"", Optional.empty(), Optional.empty());
        metrics.on(new TransferEvent.Finished(new TransferOutcome.AlreadyThere(SOURCE, TARGET, object)));
        assertThat(value("crossdock_last_transfer_success")).isEqualTo(1);
        assertThat(value("crossdock_last_transfer_bytes")).isZero();
        clock.set(Duration.ofSeconds(1).toNanos());
        metrics.on(planned());
        clock.set(Duration.ofSeconds(3).toNanos());
        metrics.on(new TransferEvent.Finished(new TransferOutcome.Failed(new CancelledException(), Optional.empty())));
        assertThat(value("crossdock_last_transfer_success")).isZero();
        assertThat(value("crossdock_last_transfer_duration_seconds")).isEqualTo(2);
        metrics.on(new TransferEvent.Finished(
                new TransferOutcome.Unconfirmed(new StoreException(StoreException.Kind.NO_ANSWER, "No answer.", ""))));
        for (String outcome : List.of("already_there", "failed", "unconfirmed")) {
            assertThat(value("crossdock_transfers_total{outcome=\"" + outcome + "\"}"))
                    .isEqualTo(1);
        }
        assertThat(value("crossdock_transfers_total{outcome=\"completed\"}")).isZero();
    }

    @Test
    void countsWhatAnEarlierTransferHadStored() {
        metrics.on(planned());
        metrics.on(new TransferEvent.Resumed("id", 1, 8 * MIB));
        metrics.on(new TransferEvent.PartReading(SECOND, false));
        metrics.on(new TransferEvent.PartRead(SECOND, Duration.ZERO));
        metrics.on(new TransferEvent.PartProven(SECOND, Duration.ZERO));
        assertThat(value("crossdock_parts_resumed_total")).isEqualTo(2);
        assertThat(value("crossdock_resumed_bytes_total")).isEqualTo(10 * MIB);
        assertThat(value("sftp_s3_bytes_transferred_total")).isZero();
        assertThat(value("crossdock_in_flight_bytes")).isZero();
    }

    @Test
    void countsRetriesByReasonsThatNoServerChooses() {
        retried(new StoreException(StoreException.Kind.THROTTLED, "Slow down, says evil{label=\"1\"}.", ""));
        retried(new StoreException(StoreException.Kind.THROTTLED, "Another message.", ""));
        retried(new SourceException(SourceException.Kind.NETWORK, "Lost.", ""));
        assertThat(value("crossdock_retries_total{reason=\"store_throttled\"}")).isEqualTo(2);
        assertThat(value("crossdock_retries_total{reason=\"source_network\"}")).isEqualTo(1);
        assertThat(value("crossdock_retries_total{reason=\"store_unavailable\"}"))
                .isZero();
        assertThat(Exposition.of(registry).text()).doesNotContain("evil");
    }

    @Test
    void aMillionFilesHaveNoMoreSeriesThanOne() {
        moveFirstPart(metrics);
        metrics.on(new TransferEvent.Finished(completed()));
        List<String> afterOne = Exposition.of(registry).series();
        for (int file = 0; file < 50; file++) {
            TransferMetrics another = metrics.another();
            another.on(new TransferEvent.Planned(
                    new SourceLocation("u" + file, "h" + file, 22, "/out/" + file),
                    new ObjectKey("lake" + file, "key" + file),
                    new TransferPlan(10 * MIB, 8 * MIB, 2, false, 2, 8 * MIB, 1)));
            another.on(new TransferEvent.Finished(completed()));
        }
        assertThat(Exposition.of(registry).series()).isEqualTo(afterOne);
        assertThat(Exposition.of(registry).text()).doesNotContain("a.csv", "key1", "h1\"");
    }

    @Test
    void transfersAtTheSameTimeAddUp() {
        TransferMetrics other = metrics.another();
        moveFirstPart(metrics);
        moveFirstPart(other);
        metrics.on(new TransferEvent.PartReading(SECOND, false));
        other.on(new TransferEvent.PartReading(SECOND, false));
        assertThat(value("crossdock_transfers_active")).isEqualTo(2);
        assertThat(value("crossdock_parts_in_flight{stage=\"reading\"}")).isEqualTo(2);
        assertThat(value("crossdock_transfer_size_bytes")).isEqualTo(20 * MIB);
        other.on(new TransferEvent.Finished(completed()));
        assertThat(value("crossdock_transfers_active")).isEqualTo(1);
        assertThat(value("crossdock_parts_in_flight{stage=\"reading\"}")).isEqualTo(1);
        assertThat(value("crossdock_stored_bytes_total")).isEqualTo(16 * MIB);
    }

    @Test
    void aRegistryTakesThemOnce() {
        assertThatThrownBy(() -> new TransferMetrics(registry)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichCrossdockItIs() {
        assertThat(Exposition.of(registry).text())
                .containsPattern("crossdock_build_info\\{version=\"\\d+\\.\\d+.*\"} 1");
    }

    @Test
    void whatTheSystemDoesNotTellHasNoSample() {
        ProcessMetrics.register(
                registry,
                () -> new ProcessFigures(
                        java.util.OptionalLong.empty(),
                        java.util.OptionalLong.empty(),
                        java.util.OptionalLong.empty(),
                        Optional.of(Duration.ofMillis(1_500))));
        Exposition seen = Exposition.of(registry);
        assertThat(seen.series())
                .doesNotContain("crossdock_disk_written_bytes", "sftp_s3_process_write_bytes_mb")
                .doesNotContain("crossdock_resident_memory_bytes", "sftp_s3_memory_usage_mb");
        assertThat(seen.value("process_cpu_seconds_total")).isCloseTo(1.5, within(1e-9));
    }

    private void moveFirstPart(TransferMetrics listener) {
        clock.set(0);
        listener.on(planned());
        listener.on(new TransferEvent.PartReading(FIRST, false));
        clock.set(Duration.ofSeconds(3).toNanos());
        listener.on(new TransferEvent.PartRead(FIRST, Duration.ofSeconds(3)));
        clock.set(Duration.ofSeconds(4).toNanos());
        listener.on(new TransferEvent.PartStored(FIRST, Duration.ofSeconds(1), Integrity.PART));
    }

    private static TransferEvent planned() {
        return new TransferEvent.Planned(SOURCE, TARGET, new TransferPlan(10 * MIB, 8 * MIB, 2, false, 2, 8 * MIB, 1));
    }

    private static TransferOutcome completed() {
        return new TransferOutcome.Completed(new TransferReceipt(
                SOURCE,
                TARGET,
                10 * MIB,
                Duration.ofSeconds(5),
                2,
                0,
                0,
                0,
                Integrity.FULL_OBJECT,
                new Crc32c(1),
                "\"e\""));
    }

    private void retried(TransferException cause) {
        metrics.on(new TransferEvent.Retried("a step", 1, Duration.ZERO, cause));
    }

    private double value(String series) {
        return Exposition.of(registry).value(series);
    }
}
