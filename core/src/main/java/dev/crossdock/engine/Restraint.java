package dev.crossdock.engine;

import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import java.time.Duration;

/**
 * A store that asks one part for patience means all of them: none is sent before the pause of the one that was refused
 * is over, and fewer at once than before. May be used by any thread.
 */
final class Restraint {

    private final Waits waits;
    private final Waits.Monitor monitor;
    private final SendingLimit limit;
    private long notBeforeNanos;

    Restraint(Waits waits) {
        this.waits = waits;
        this.monitor = waits.newMonitor();
        this.limit = new SendingLimit(waits);
        this.notBeforeNanos = waits.nanoTime();
    }

    /** Whether a store asks for fewer requests. */
    static boolean isAskedFor(TransferException failure) {
        return failure instanceof StoreException refused && refused.kind() == StoreException.Kind.THROTTLED;
    }

    /** The store asked for fewer requests. */
    void holdBack(Duration pause) {
        long until = waits.nanoTime() + pause.toNanos();
        monitor.lock();
        try {
            notBeforeNanos = notBeforeNanos - until < 0 ? until : notBeforeNanos;
        } finally {
            monitor.unlock();
        }
    }

    /** How long it is until the store can be asked again; nothing if it never complained. */
    Duration rest() {
        monitor.lock();
        try {
            return Duration.ofNanos(Math.max(0, notBeforeNanos - waits.nanoTime()));
        } finally {
            monitor.unlock();
        }
    }

    /** Sends a part, as soon as few enough others are being sent. */
    <T> T send(Retries.Step<T> put, StopSignal stop) throws TransferException {
        return limit.send(put, stop);
    }
}
