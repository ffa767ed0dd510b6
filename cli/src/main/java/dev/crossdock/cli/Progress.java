package dev.crossdock.cli;

import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;
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
     */
    record Snapshot(
            long totalBytes,
            long storedBytes,
            long movedBytes,
            long elapsedNanos,
            int reading,
            int sending,
            int retries) {

        /** Which end the other one waits for: the one with more parts in its hands. */
        String waitingOn() {
            return sending > reading ? "store" : "source";
        }

        double bytesPerSecond() {
            return elapsedNanos == 0 ? 0 : movedBytes * 1e9 / elapsedNanos;
        }
    }

    private final LongSupplier nanoTime;
    private @Nullable Long startNanos;
    private long totalBytes;
    private long storedBytes;
    private long movedBytes;
    private int reading;
    private int sending;
    private int retries;

    Progress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void on(TransferEvent event) {
        switch (event) {
            case TransferEvent.Planned planned -> {
                startNanos = nanoTime.getAsLong();
                totalBytes = planned.plan().sizeBytes();
            }
            case TransferEvent.PartReading begun -> reading++;
            case TransferEvent.PartRead read -> {
                reading = Math.max(0, reading - 1);
                sending++;
            }
            case TransferEvent.PartStored stored -> {
                sending = Math.max(0, sending - 1);
                storedBytes += stored.part().length();
                movedBytes += stored.part().length();
            }
            case TransferEvent.PartProven proven -> {
                sending = Math.max(0, sending - 1);
                storedBytes += proven.part().length();
            }
            case TransferEvent.Resumed resumed -> storedBytes += resumed.bytes();
            case TransferEvent.NotResumed not -> {}
            case TransferEvent.Publishing publishing -> {}
            case TransferEvent.LeftBehind left -> {}
            case TransferEvent.Retried retried -> retries++;
            case TransferEvent.Finished finished -> {}
        }
    }

    /** Null as long as there is no plan. */
    synchronized @Nullable Snapshot snapshot() {
        return startNanos == null
                ? null
                : new Snapshot(
                        totalBytes,
                        storedBytes,
                        movedBytes,
                        nanoTime.getAsLong() - startNanos,
                        reading,
                        sending,
                        retries);
    }
}
