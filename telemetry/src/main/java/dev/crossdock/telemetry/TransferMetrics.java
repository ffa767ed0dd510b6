package dev.crossdock.telemetry;

import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOutcome;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Counts what a transfer tells into the metrics of a registry; {@code docs/operations.md} lists them. The work for an
 * event is some additions: nothing is asked of the operating system and nothing is sent.
 *
 * <p>One instance hears one transfer after the other. For transfers at the same time, each has its own, made by
 * {@link #another}: they add up to the same metrics.
 */
public final class TransferMetrics implements TransferListener {

    private final Instruments instruments;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final PartsUnderWay parts;
    private final Share active;
    private final Share reading;
    private final Share sending;
    private final Share inFlight;
    private final Share connections;
    private final Share size;
    private Waited counted = Waited.NOTHING;
    private boolean begun;
    private boolean anyEnded;
    private long begunNanos;

    /**
     * Adds the metrics to a registry.
     *
     * @throws IllegalArgumentException if it has them already: see {@link #another}
     */
    public TransferMetrics(PrometheusRegistry registry) {
        this(registry, System::nanoTime, InstantSource.system());
    }

    TransferMetrics(PrometheusRegistry registry, LongSupplier nanoTime, InstantSource clock) {
        this(new Instruments(registry, nanoTime), nanoTime, clock);
    }

    private TransferMetrics(Instruments instruments, LongSupplier nanoTime, InstantSource clock) {
        this.instruments = instruments;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.parts = new PartsUnderWay(nanoTime);
        this.active = new Share(instruments.transfersActive);
        this.reading = new Share(instruments.partsReading);
        this.sending = new Share(instruments.partsSending);
        this.inFlight = new Share(instruments.inFlightBytes);
        this.connections = new Share(instruments.connections);
        this.size = new Share(instruments.sizeBytes);
    }

    /** A listener for a transfer beside this one's, with the same metrics. */
    public TransferMetrics another() {
        return new TransferMetrics(instruments, nanoTime, clock);
    }

    /**
     * Says that no further event comes. If a transfer is under way, or none was ever heard of, then one has failed without
     * a word: what was asked for was not possible, or a defect ended it. It counts as one that failed.
     */
    public synchronized void nothingMoreComes() {
        if (begun || !anyEnded) {
            begin();
            instruments.transfers.labelValues(OutcomeLabel.FAILED).inc();
            ended(0, sinceItsFirstEvent(), false);
        }
    }

    @Override
    public synchronized void on(TransferEvent event) {
        begin();
        parts.on(event);
        switch (event) {
            case TransferEvent.Planned planned ->
                size.set((double) planned.plan().sizeBytes());
            case TransferEvent.Resumed resumed -> resumed(resumed.parts(), resumed.bytes());
            case TransferEvent.Resources resources -> {
                instruments.leasedBytes.set((double) resources.leasedBytes());
                instruments.budgetBytes.set((double) resources.budgetBytes());
                connections.set(resources.connections());
            }
            case TransferEvent.PartRead read -> {
                instruments.readBytes.inc(read.part().length());
                instruments.partReadSeconds.observe(seconds(read.took()));
            }
            case TransferEvent.PartStored stored -> stored(stored);
            case TransferEvent.PartProven proven -> resumed(1, proven.part().length());
            case TransferEvent.Retried retried ->
                instruments.retries.labelValues(RetryReason.of(retried.cause())).inc();
            case TransferEvent.Finished finished -> finished(finished.outcome());
            case TransferEvent.PartWaiting waiting -> {}
            case TransferEvent.PartReading begun -> {}
            case TransferEvent.NotResumed not -> {}
            case TransferEvent.Publishing publishing -> {}
            case TransferEvent.LeftBehind left -> {}
        }
        showParts();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            begunNanos = nanoTime.getAsLong();
            active.set(1);
            instruments.throughput.begins();
        }
    }

    private void showParts() {
        reading.set(parts.count(WaitingOn.SOURCE));
        sending.set(parts.count(WaitingOn.STORE));
        inFlight.set((double) parts.inFlightBytes());
        Waited ended = parts.ended();
        Waited more = ended.since(counted);
        counted = ended;
        instruments.waitingSeconds.forEach((on, seconds) -> seconds.inc(more.nanos(on) / 1e9));
    }

    private void resumed(int count, long bytes) {
        instruments.partsResumed.inc(count);
        instruments.resumedBytes.inc(bytes);
    }

    private void stored(TransferEvent.PartStored stored) {
        long bytes = stored.part().length();
        instruments.partsStored.inc();
        instruments.storedBytes.inc(bytes);
        instruments.articleChunks.inc();
        instruments.articleBytes.inc(bytes);
        instruments.throughput.moved(bytes);
        instruments.partUploadSeconds.observe(seconds(stored.took()));
    }

    private void finished(TransferOutcome outcome) {
        instruments.transfers.labelValues(OutcomeLabel.of(outcome)).inc();
        switch (outcome) {
            case TransferOutcome.Completed completed ->
                ended(completed.receipt().bytes(), completed.receipt().elapsed(), true);
            case TransferOutcome.AlreadyThere there -> ended(0, sinceItsFirstEvent(), true);
            case TransferOutcome.Failed failed -> ended(0, sinceItsFirstEvent(), false);
            case TransferOutcome.Unconfirmed unconfirmed -> ended(0, sinceItsFirstEvent(), false);
        }
    }

    private Duration sinceItsFirstEvent() {
        return Duration.ofNanos(nanoTime.getAsLong() - begunNanos);
    }

    private void ended(long bytes, Duration took, boolean success) {
        instruments.last.ended(clock.instant(), bytes, took, success);
        connections.set(0);
        size.set(0);
        active.set(0);
        instruments.throughput.ends();
        begun = false;
        anyEnded = true;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
