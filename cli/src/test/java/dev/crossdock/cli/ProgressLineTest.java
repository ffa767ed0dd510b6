package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.PartRange;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferPlan;
import dev.crossdock.telemetry.WaitingOn;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressLineTest {

    private static final Progress.Snapshot MIDWAY = new Progress.Snapshot(
            10_737_418_240L, 6_657_300_000L, 6_657_300_000L, 16_158_000_000L, 4, 3, 0, WaitingOn.SOURCE, false);

    @Test
    void drawsABarWithWhatEachEndDoes() {
        assertThat(ProgressLine.bar(MIDWAY, 120))
                .isEqualTo(" 62% ▕█████████████████▎          ▏ 6.2 GiB  412 MB/s  ETA 10s"
                        + "   reading 4 · sending 3 · waiting on: source");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 40, 60, 79, 80, 100, 200})
    void isNeverWiderThanTheTerminal(int columns) {
        assertThat(ProgressLine.bar(MIDWAY, columns).length()).isLessThanOrEqualTo(columns);
        assertThat(ProgressLine.bar(MIDWAY, columns)).startsWith(" 62%");
    }

    @ParameterizedTest
    @CsvSource({
        "3, ' 62'",
        "5, ' 62%'",
        "19, ' 62% 6.2 GiB'",
        "23, ' 62% 6.2 GiB  412 MB/s'",
        "32, ' 62% 6.2 GiB  412 MB/s  ETA 10s'"
    })
    void givesUpOneFigureAfterTheOther(int columns, String line) {
        assertThat(ProgressLine.bar(MIDWAY, columns)).isEqualTo(line);
    }

    @Test
    void saysTheSameInAPlainLine() {
        assertThat(ProgressLine.plain(MIDWAY))
                .isEqualTo("62% of 10.0 GiB · 6.2 GiB  412 MB/s  ETA 10s"
                        + " · reading 4 · sending 3 · waiting on: source");
    }

    @Test
    void aTransferThatBeginsAnewHasNothingStored() {
        Progress progress = new Progress(() -> 0);
        SourceLocation source = new SourceLocation("u", "h", 22, "/f");
        TransferPlan plan = new TransferPlan(3 << 20, 1 << 20, 3, false, 2, 1 << 20, 1);
        progress.on(new TransferEvent.Planned(source, new ObjectKey("b", "k"), plan));
        for (int part = 1; part <= 3; part++) {
            PartRange range = new PartRange(part, (part - 1L) << 20, 1 << 20);
            progress.on(new TransferEvent.PartStored(range, Duration.ZERO, Integrity.PART));
        }
        progress.on(new TransferEvent.NotResumed("The upload that was under way is gone."));
        assertThat(Objects.requireNonNull(progress.snapshot()).storedBytes()).isZero();
    }

    @Test
    void hasNoEstimateBeforeTheFirstPart() {
        assertThat(ProgressLine.plain(new Progress.Snapshot(1 << 20, 0, 0, 1, 1, 0, 2, WaitingOn.SOURCE, false)))
                .isEqualTo(
                        "0% of 1.0 MiB · 0 B  0.0 MB/s  ETA ? · reading 1 · sending 0 · waiting on: source · 2 retries");
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "60, 1m00s", "303, 5m03s", "3600, 1h00m", "7500, 2h05m"})
    void writesDurations(long seconds, String written) {
        assertThat(ProgressLine.duration(Duration.ofSeconds(seconds))).isEqualTo(written);
    }

    /** Between two parts nothing is under way only where a limit holds the next one back. */
    @Test
    void saysThatTheBandwidthHoldsItBack() {
        Progress progress = new Progress(() -> 0);
        progress.on(new TransferEvent.Planned(
                new SourceLocation("u", "h", 22, "/a"),
                new ObjectKey("b", "k"),
                new TransferPlan(20, 10, 2, false, 2, 10, 1)));
        assertThat(ProgressLine.plain(Objects.requireNonNull(progress.snapshot())))
                .endsWith("waiting on: source");
        PartRange part = new PartRange(1, 0, 10);
        progress.on(new TransferEvent.PartReading(part, false));
        progress.on(new TransferEvent.PartRead(part, Duration.ZERO));
        progress.on(new TransferEvent.PartStored(part, Duration.ZERO, Integrity.PART));
        assertThat(ProgressLine.plain(Objects.requireNonNull(progress.snapshot())))
                .endsWith("reading 0 · sending 0 · waiting on: bandwidth");
    }

    /** The most in the last seconds, not since the beginning. */
    @Test
    void whatItWaitsForIsTheLatest() {
        AtomicLong clock = new AtomicLong();
        Progress progress = new Progress(clock::get);
        progress.on(new TransferEvent.Planned(
                new SourceLocation("u", "h", 22, "/a"),
                new ObjectKey("b", "k"),
                new TransferPlan(20, 10, 2, false, 2, 10, 1)));
        PartRange part = new PartRange(1, 0, 10);
        progress.on(new TransferEvent.PartReading(part, false));
        clock.set(Duration.ofMinutes(1).toNanos());
        assertThat(Objects.requireNonNull(progress.snapshot()).waitingOn()).isEqualTo(WaitingOn.SOURCE);
        progress.on(new TransferEvent.PartRead(part, Duration.ofMinutes(1)));
        for (int seconds = 1; seconds <= 8; seconds++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            progress.snapshot();
        }
        assertThat(Objects.requireNonNull(progress.snapshot()).waitingOn()).isEqualTo(WaitingOn.STORE);
    }

    @Test
    void countsPartsOnTheirWay() {
        AtomicLong clock = new AtomicLong();
        Progress progress = new Progress(clock::get);
        assertThat(progress.snapshot()).isNull();
        progress.on(new TransferEvent.Planned(
                new SourceLocation("u", "h", 22, "/a"),
                new ObjectKey("b", "k"),
                new TransferPlan(20, 10, 2, false, 2, 10, 1)));
        PartRange first = new PartRange(1, 0, 10);
        PartRange second = new PartRange(2, 10, 10);
        progress.on(new TransferEvent.PartReading(first, false));
        progress.on(new TransferEvent.PartReading(second, false));
        progress.on(new TransferEvent.PartRead(first, Duration.ZERO));
        progress.on(new TransferEvent.PartRead(second, Duration.ZERO));
        progress.on(new TransferEvent.PartStored(first, Duration.ZERO, Integrity.PART));
        clock.set(5);
        Progress.Snapshot snapshot = Objects.requireNonNull(progress.snapshot());
        assertThat(snapshot).isEqualTo(new Progress.Snapshot(20, 10, 10, 5, 0, 1, 0, WaitingOn.STORE, false));
    }
}
