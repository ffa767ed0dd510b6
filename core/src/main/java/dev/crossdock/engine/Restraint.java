package dev.crossdock.engine;

import dev.crossdock.TransferException;
import java.time.Duration;

/**
 * A store that asks one part for patience means all of them: none is sent before the pause of the one that was refused
 * is over. May be used by any thread.
 */
final class Restraint {

    private final Waits waits;
    private final Waits.Monitor monitor;
    private long notBeforeNanos;

    Restraint(Waits waits) {
        this.waits = waits;
        this.monitor = waits.newMonitor();
        this.notBeforeNanos = waits.nanoTime();
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

    /** Waits until the store can be asked again; at once if it never complained. */
    void await(StopSignal stop) throws TransferException {
        long restNanos;
        monitor.lock();
        try {
            restNanos = notBeforeNanos - waits.nanoTime();
        } finally {
            monitor.unlock();
        }
        if (restNanos > 0) {
            stop.pause(Duration.ofNanos(restNanos));
        }
    }
}
