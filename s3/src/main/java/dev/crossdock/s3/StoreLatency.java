package dev.crossdock.s3;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How fast a store answers at best: the way there and back, and what it takes to think. From any thread. */
final class StoreLatency {

    private static final long NONE = Long.MAX_VALUE;

    private final AtomicLong shortestNanos = new AtomicLong(NONE);

    void saw(long nanos) {
        long unused = shortestNanos.accumulateAndGet(nanos, Math::min);
    }

    /** Zero if nothing was answered yet. */
    Duration shortest() {
        long nanos = shortestNanos.get();
        return nanos == NONE ? Duration.ZERO : Duration.ofNanos(nanos);
    }
}
