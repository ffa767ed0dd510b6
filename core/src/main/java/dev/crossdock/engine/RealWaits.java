package dev.crossdock.engine;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** {@link Waits} as the platform has it. Nobody interrupts these threads: what ends a wait is a signal. */
final class RealWaits implements Waits {

    private final ThreadFactory threads;

    RealWaits(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Task spawn(String name, Runnable body) {
        Thread thread = threads.newThread(body);
        thread.setName(name);
        thread.start();
        return () -> {
            boolean interrupted = false;
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public Monitor newMonitor() {
        return new LockMonitor();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private static final class LockMonitor implements Monitor {

        // Not synchronized: on Java 21 that would pin a virtual thread to its carrier.
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
        @SuppressWarnings("WaitNotInLoop") // the contract of Waits.Monitor: the caller loops
        public void await() {
            changed.awaitUninterruptibly();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // as above
        public void await(Duration timeout) {
            long end = System.nanoTime() + timeout.toNanos();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        // Whoever calls looks at the condition again, whether time ran out or not.
                        boolean unused = changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                        return;
                    } catch (InterruptedException e) {
                        interrupted = true; // told afterwards: set again now, it would end every further wait at once
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void signalAll() {
            changed.signalAll();
        }
    }
}
