package dev.crossdock.cli;

import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;
import dev.crossdock.telemetry.PartsUnderWay;
import dev.crossdock.telemetry.Waited;
import dev.crossdock.telemetry.WaitingOn;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts what happens, so that somebody else can ask how far it is. May be used from any thread. */
final class Progress implements TransferListener {

    /**
     * How far a transfer is.
     *
     * @param totalBytes the file's size
     * @param storedBytes what the store has
     * @param movedBytes how much of that was sent by this transfer
     * @param elapsedNanos time since the plan was made
     * @param reading parts whose bytes are being read
     * @param sending parts that are read, and not acknowledged yet
     * @param retries failed attempts so far
     * @param waitingOn what parts waited for most in the last seconds
     * @param heldBack whether no part is under way because none is let go: {@code --bandwidth} does that
     */
    record Snapshot(
            long totalBytes,
            long storedBytes,
            long movedBytes,
            long elapsedNanos,
            int reading,
            int sending,
            int retries,
            WaitingOn waitingOn,
            boolean heldBack) {

        double bytesPerSecond() {
            return elapsedNanos == 0 ? 0 : movedBytes * 1e9 / elapsedNanos;
        }
    }

    /** What was waited for is told of this time and as much again, at most. */
    private static final long RECENT_NANOS = Duration.ofSeconds(3).toNanos();

    private final LongSupplier nanoTime;
    private final PartsUnderWay parts;
    private @Nullable Long startNanos;
    private long totalBytes;
    private long storedBytes;
    private long movedBytes;
    private int retries;
    private boolean partsBegun;
    private Waited earlier = Waited.NOTHING;
    private Waited later = Waited.NOTHING;
    private long laterNanos;

    Progress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.parts = new PartsUnderWay(nanoTime);
    }

    @Override
    public synchronized void on(TransferEvent event) {
        parts.on(event);
        switch (event) {
            case TransferEvent.Planned planned -> {
                startNanos = nanoTime.getAsLong();
                laterNanos = startNanos;
                partsBegun = false;
                totalBytes = planned.plan().sizeBytes();
            }
            case TransferEvent.PartStored stored -> {
                storedBytes += stored.part().length();
                movedBytes += stored.part().length();
            }
            case TransferEvent.PartProven proven -> storedBytes += proven.part().length();
            case TransferEvent.Resumed resumed -> storedBytes += resumed.bytes();
            case TransferEvent.PartWaiting waiting -> {}
            case TransferEvent.PartReading begun -> partsBegun = true;
            case TransferEvent.PartRead read -> {}
            case TransferEvent.Resources resources -> {}
            case TransferEvent.NotResumed anew -> storedBytes = 0;
            case TransferEvent.Publishing publishing -> {}
            case TransferEvent.LeftBehind left -> {}
            case TransferEvent.Retried retried -> retries++;
            case TransferEvent.Finished finished -> {}
        }
    }

    /** Null as long as there is no plan. */
    synchronized @Nullable Snapshot snapshot() {
        if (startNanos == null) {
            return null;
        }
        long now = nanoTime.getAsLong();
        return new Snapshot(
                totalBytes,
                storedBytes,
                movedBytes,
                now - startNanos,
                parts.count(WaitingOn.SOURCE),
                parts.count(WaitingOn.STORE),
                retries,
                waitedForMost(now),
                isHeldBack());
    }

    private boolean isHeldBack() {
        boolean idle = true;
        for (WaitingOn on : WaitingOn.values()) {
            idle &= parts.count(on) == 0;
        }
        return idle && partsBegun && storedBytes < totalBytes;
    }

    private WaitingOn waitedForMost(long now) {
        Waited waited = parts.waited();
        if (now - laterNanos >= RECENT_NANOS) {
            earlier = later;
            later = waited;
            laterNanos = now;
        }
        return waited.since(earlier).most();
    }
}
