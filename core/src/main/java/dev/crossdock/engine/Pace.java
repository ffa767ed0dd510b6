package dev.crossdock.engine;

import dev.crossdock.TransferException;
import java.time.Duration;
import java.util.OptionalLong;

/** Keeps reading at or below a bandwidth on average: each part waits until the ones before it would have gone through. */
final class Pace {

    private final OptionalLong bytesPerSecond;
    private final Waits waits;
    private final Waits.Monitor monitor;
    private long freeAtNanos;

    Pace(OptionalLong bytesPerSecond, Waits waits) {
        this.bytesPerSecond = bytesPerSecond;
        this.waits = waits;
        this.monitor = waits.newMonitor();
        this.freeAtNanos = waits.nanoTime();
    }

    /** Waits for the turn of this many bytes. */
    void take(long bytes, StopSignal stop) throws TransferException {
        if (bytesPerSecond.isEmpty()) {
            return;
        }
        double nanosPerByte = 1e9 / bytesPerSecond.getAsLong();
        long waitNanos;
        monitor.lock();
        try {
            long now = waits.nanoTime();
            waitNanos = Math.max(0, freeAtNanos - now);
            freeAtNanos = now + waitNanos + (long) (bytes * nanosPerByte);
        } finally {
            monitor.unlock();
        }
        stop.pause(Duration.ofNanos(waitNanos));
    }
}
