package dev.crossdock.engine;

import dev.crossdock.SourceFile;
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

    /**
     * Sends a part that is in memory, or is to be read into it, as soon as few enough others are being sent and the pause is
     * over; a pause that is asked for while it waits for the others holds for it, too.
     *
     * @throws LongPause as {@link LongPause#hold}
     */
    <T> T send(Retries.Step<T> put, SourceFile source, StopSignal stop) throws TransferException, LongPause {
        SendingLimit.Put<T, LongPause> afterThePause = () -> {
            LongPause.hold(rest(), source, stop);
            return put.attempt();
        };
        return limit.send(afterThePause, stop);
    }
}
