package dev.crossdock.testkit;

import dev.crossdock.engine.Waits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code Waits} whose pauses take no time: a wait with a limit moves the clock on by that limit and returns. So a test of
 * six attempts with growing pauses between them is as quick as one without.
 */
public final class SkippedTime implements Waits {

    private final AtomicLong nanos = new AtomicLong();

    /** Lets time pass for which nobody waits. */
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public Task spawn(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name(name).start(body);
        return () -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("a test's thread was interrupted", e);
            }
        };
    }

    @Override
    public Monitor newMonitor() {
        return new SkippingMonitor();
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    private final class SkippingMonitor implements Monitor {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();

        @Override
        public void lock() {
            lock.lock();
        }

        @Override
        public void unlock() {
            lock.unlock();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the contract of Monitor: the caller loops
        public void await() {
            changed.awaitUninterruptibly();
        }

        @Override
        public void await(Duration timeout) {
            nanos.addAndGet(timeout.toNanos());
        }

        @Override
        public void signalAll() {
            changed.signalAll();
        }
    }
}
