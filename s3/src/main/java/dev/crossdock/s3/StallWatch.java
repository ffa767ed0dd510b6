package dev.crossdock.s3;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends requests whose peer has stopped reading, or trickles its answer: a socket's time-out covers each read and no more,
 * so a write to a peer that is alive but takes nothing would block for ever, and so would many short reads. Also the list of what is under way, so that a store can end it all.
 */
final class StallWatch implements AutoCloseable {

    private final Duration stallTimeout;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    StallWatch(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    void register(Exchange exchange) {
        underWay.add(exchange);
        if (started.compareAndSet(false, true)) {
            // A platform thread: it must run even when every carrier of virtual threads is stuck.
            Thread.ofPlatform().daemon().name("crossdock-s3-stall-watch").start(this::run);
        }
    }

    void forget(Exchange exchange) {
        underWay.remove(exchange);
    }

    private void run() {
        long stallNanos = stallTimeout.toNanos();
        try {
            while (!closed.await(Math.max(1, stallTimeout.toMillis() / 4), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                underWay.forEach(exchange -> exchange.endIfStalled(now, stallNanos));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a runtime that is going down.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends everything that is under way. */
    @Override
    public void close() {
        closed.countDown();
        underWay.forEach(Exchange::end);
    }
}
