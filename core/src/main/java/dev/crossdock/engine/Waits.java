package dev.crossdock.engine;

import java.time.Duration;

/**
 * The one port through which the engine starts threads, waits and reads the clock. {@link RealWaits} is the real
 * one; a simulator can put its own in, run one thread at a time in an order drawn from a seed, and replay it.
 */
public interface Waits {

    /** A running thread. */
    interface Task {

        /** Waits until its body has returned. */
        void join();
    }

    /**
     * A mutual exclusion with one condition: Java's monitor, made explicit. Never held across I/O.
     *
     * <p>{@link #await} may return without a reason, as a monitor's wait may: call it in a loop over the condition.
     */
    interface Monitor {

        void lock();

        void unlock();

        /** Gives the lock up, waits for {@link #signalAll}, takes it again. */
        void await();

        /** The same for at most {@code timeout}. */
        void await(Duration timeout);

        /** Wakes all who await. Called with the lock held. */
        void signalAll();

        /** The same for who does not hold the lock. */
        default void wake() {
            lock();
            try {
                signalAll();
            } finally {
                unlock();
            }
        }
    }

    /** Starts a thread. The body does not throw. */
    Task spawn(String name, Runnable body);

    Monitor newMonitor();

    /** Nanoseconds since some fixed moment, as {@link System#nanoTime}. */
    long nanoTime();
}
