package dev.crossdock.engine;

import dev.crossdock.TransferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells all threads of one transfer to end, and remembers why: the first cause given is the one that is reported.
 */
final class StopSignal {

    private final Waits waits;
    private final Waits.Monitor monitor;
    private final List<Runnable> actions = new ArrayList<>();
    private @Nullable Throwable cause;

    StopSignal(Waits waits) {
        this.waits = waits;
        this.monitor = waits.newMonitor();
    }

    /**
     * Stops the transfer, unless it is stopped already: then the new cause is dropped, for most of them are only
     * consequences of the first.
     */
    void stop(Throwable why) {
        List<Runnable> toRun;
        monitor.lock();
        try {
            if (cause != null) {
                return;
            }
            cause = why;
            toRun = List.copyOf(actions);
            monitor.signalAll();
        } finally {
            monitor.unlock();
        }
        toRun.forEach(Runnable::run);
    }

    boolean stopped() {
        return cause() != null;
    }

    /** Why the transfer was stopped; null while it was not. */
    @Nullable
    Throwable cause() {
        monitor.lock();
        try {
            return cause;
        } finally {
            monitor.unlock();
        }
    }

    /** Returns if the transfer goes on, throws the first cause if it was stopped. */
    void check() throws TransferException {
        Throwable why = cause();
        if (why != null) {
            throw asThrown(why);
        }
    }

    /** Has something done when the transfer is stopped; at once if it was. The action must not block. */
    void onStop(Runnable action) {
        monitor.lock();
        try {
            actions.add(action);
            if (cause == null) {
                return;
            }
        } finally {
            monitor.unlock();
        }
        action.run();
    }

    void forget(Runnable action) {
        monitor.lock();
        try {
            actions.remove(action);
        } finally {
            monitor.unlock();
        }
    }

    /** Waits; throws the first cause as soon as the transfer is stopped. */
    void pause(Duration duration) throws TransferException {
        long end = waits.nanoTime() + duration.toNanos();
        monitor.lock();
        try {
            while (cause == null) {
                long rest = end - waits.nanoTime();
                if (rest <= 0) {
                    return;
                }
                monitor.await(Duration.ofNanos(rest));
            }
        } finally {
            monitor.unlock();
        }
        check();
    }

    /** A cause as the exception to throw: a defect goes through as it is. */
    static TransferException asThrown(Throwable why) {
        return switch (why) {
            case TransferException failure -> failure;
            case RuntimeException defect -> throw defect;
            case Error defect -> throw defect;
            default -> throw new IllegalStateException(why);
        };
    }
}
