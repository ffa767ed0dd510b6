package dev.crossdock.telemetry;

import java.util.function.LongSupplier;

/** What was moved, over the time in which anything was: whether one transfer moves or several. Used from any thread. */
final class Throughput {

    private static final double MEBIBYTE = 1 << 20;

    private final LongSupplier nanoTime;
    private int active;
    private long sinceNanos;
    private long beforeNanos;
    private long bytes;

    Throughput(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void begins() {
        if (active++ == 0) {
            sinceNanos = nanoTime.getAsLong();
        }
    }

    synchronized void ends() {
        if (--active == 0) {
            beforeNanos += nanoTime.getAsLong() - sinceNanos;
        }
    }

    synchronized void moved(long more) {
        bytes += more;
    }

    synchronized double mebibytesPerSecond() {
        long nanos = beforeNanos + (active > 0 ? nanoTime.getAsLong() - sinceNanos : 0);
        return nanos <= 0 ? 0 : bytes / MEBIBYTE / (nanos / 1e9);
    }
}
