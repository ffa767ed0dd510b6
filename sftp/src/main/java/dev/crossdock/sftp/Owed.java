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

    /** How often there is something to do for who waits. */
    private static final long TURN_NANOS = 100_000_000;

    /** Guards the state, and in a {@link RangeRequest} the sink. Never held across I/O. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition settled = lock.newCondition();
    private final long stallNanos;
    private final @Nullable Runnable whileWaiting;
    private volatile boolean done;
    private @Nullable SourceException failure;

    /** @param stallNanos for how long nothing may arrive */
    Owed(long stallNanos) {
        this(stallNanos, null);
    }

    /** @param whileWaiting done by who waits, ten times a second, without the lock. It may not block */
    Owed(long stallNanos, @Nullable Runnable whileWaiting) {
        this.stallNanos = stallNanos;
        this.whileWaiting = whileWaiting;
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
            long untilLookNanos = watch.intervalNanos();
            while (!done) {
                long turnNanos = whileWaiting == null ? untilLookNanos : Math.min(untilLookNanos, TURN_NANOS);
                boolean timeIsUp;
                try {
                    timeIsUp = settled.awaitNanos(turnNanos) <= 0;
                } catch (InterruptedException e) {
                    interrupted = true;
                    continue;
                }
                if (!timeIsUp || done) {
                    continue;
                }
                if (whileWaiting != null) {
                    withoutLock(whileWaiting);
                }
                untilLookNanos -= turnNanos;
                if (untilLookNanos <= 0 && !done) {
                    List<SftpConnection> silent = watch.look(owing());
                    withoutLock(() -> silent.forEach(SftpConnection::stalled));
                    untilLookNanos = watch.intervalNanos();
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

    /** What takes other locks. */
    private void withoutLock(Runnable deed) {
        lock.unlock();
        try {
            deed.run();
        } finally {
            lock.lock();
        }
    }
}
