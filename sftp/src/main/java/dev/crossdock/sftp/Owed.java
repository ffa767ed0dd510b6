package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Something a connection owes somebody, who waits for it. Who waits also watches: if no byte at all arrives on the
 * connection for its stall timeout, it is given up.
 */
abstract class Owed {

    /** How often, within a stall timeout, a waiter looks whether anything arrived. */
    private static final int LOOKS = 4;

    /** Guards the state, and in a {@link RangeRequest} the sink. Never held across I/O. */
    final ReentrantLock lock = new ReentrantLock();

    final SftpConnection connection;
    private final Condition settled = lock.newCondition();
    private boolean done;
    private @Nullable SourceException failure;

    Owed(SftpConnection connection) {
        this.connection = connection;
    }

    /** Whether nothing will change any more. */
    final boolean isDone() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    /** The same, by who holds the lock. */
    final boolean done() {
        return done;
    }

    /** Settles it, once; {@code cause} is null if all went well. Called without the lock or with it. */
    final void settle(@Nullable SourceException cause) {
        lock.lock();
        try {
            if (!done) {
                done = true;
                failure = cause;
                settled.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it is settled. An interrupt does not end the wait; the thread's flag is kept.
     *
     * @throws SourceException a new one for each who waits, with the first as its cause
     */
    final void awaitSettled() throws SourceException {
        boolean interrupted = false;
        int looks = 0;
        long seen = connection.bytesReceived();
        lock.lock();
        try {
            while (!done) {
                boolean timeIsUp;
                try {
                    timeIsUp = settled.awaitNanos(connection.stallNanos() / LOOKS) <= 0;
                } catch (InterruptedException e) {
                    interrupted = true;
                    continue;
                }
                if (timeIsUp && !done) {
                    long now = connection.bytesReceived();
                    looks = now == seen ? looks + 1 : 0;
                    seen = now;
                    if (looks >= LOOKS) {
                        giveConnectionUp();
                    }
                }
            }
            if (failure != null) {
                throw Rethrown.from(failure);
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveConnectionUp() {
        // What follows takes other locks, so this one may not be held.
        lock.unlock();
        try {
            connection.stalled();
        } finally {
            lock.lock();
        }
    }
}
