package dev.crossdock.testkit;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lock with one condition, for state that several threads change and wait for. */
final class Guarded {

    /** How long a test waits at most for something that must happen. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    <T> T get(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all who wait, to look again. */
    void signalAll() {
        run(changed::signalAll);
    }

    /** Waits, with the lock held, until somebody signals or for no reason. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    void awaitSignal() {
        changed.awaitUninterruptibly();
    }

    /**
     * Waits for what a test expects.
     *
     * @throws AssertionError if it does not come
     */
    void awaitUntil(String what, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited " + PATIENCE + " in vain until " + what);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until " + what, e);
        } finally {
            lock.unlock();
        }
    }
}
