package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Something that connections owe somebody, who waits for it. Who waits also watches: a connection on which no byte at
 * all arrives for its stall timeout, although it owes some, is given up.
 */
abstract class Owed {

    /** Guards the state, and in a {@link RangeRequest} the sink. Never held across I/O. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition settled = lock.newCondition();
    private final long stallNanos;
    private volatile boolean done;
    private @Nullable SourceException failure;

    /** @param stallNanos for how long nothing may arrive */
    Owed(long stallNanos) {
        this.stallNanos = stallNanos;
    }

    /** The connections of which something was asked that did not come. Called with the lock. */
    abstract List<SftpConnection> owing();

    /** Whether nothing will change any more. */
    final boolean isDone() {
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
        lock.lock();
        try {
            SilenceWatch watch = new SilenceWatch(stallNanos, owing());
            while (!done) {
                boolean timeIsUp;
                try {
                    timeIsUp = settled.awaitNanos(watch.intervalNanos()) <= 0;
                } catch (InterruptedException e) {
                    interrupted = true;
                    continue;
                }
                if (timeIsUp && !done) {
                    giveUp(watch.look(owing()));
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

    private void giveUp(List<SftpConnection> silent) {
        // What follows takes other locks, so this one may not be held.
        lock.unlock();
        try {
            silent.forEach(SftpConnection::stalled);
        } finally {
            lock.lock();
        }
    }
}
