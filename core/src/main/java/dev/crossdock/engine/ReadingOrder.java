package dev.crossdock.engine;

import dev.crossdock.SourceFile;
import dev.crossdock.TransferException;
import java.util.TreeSet;

/**
 * Hands out the numbers of the parts that are to be moved, and sees to it that a source which can only be read in
 * ascending order is read so: one part at a time, the lowest first. Other sources are read in any order.
 */
final class ReadingOrder {

    private final SourceFile source;
    private final Waits.Monitor monitor;
    private final TreeSet<Integer> waiting;
    /** Handed out and not read to the end yet. */
    private final TreeSet<Integer> unread = new TreeSet<>();

    ReadingOrder(SourceFile source, Iterable<Integer> partNumbers, Waits waits) {
        this.source = source;
        this.monitor = waits.newMonitor();
        this.waiting = new TreeSet<>();
        partNumbers.forEach(waiting::add);
    }

    /** The next part that nobody has taken; 0 if there is none. */
    int takeNext() {
        monitor.lock();
        try {
            Integer next = waiting.pollFirst();
            if (next == null) {
                return 0;
            }
            unread.add(next);
            return next;
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Waits until it is this part's turn to be read; not at all where the order does not matter.
     *
     * @return whether it matters
     */
    boolean awaitTurn(int partNumber, StopSignal stop) throws TransferException {
        if (!ascending()) {
            return false;
        }
        Runnable wake = monitor::wake;
        stop.onStop(wake);
        monitor.lock();
        try {
            while (unread.contains(partNumber) && unread.first() != partNumber) {
                stop.check();
                monitor.await();
            }
            return true;
        } finally {
            monitor.unlock();
            stop.forget(wake);
        }
    }

    /** A part was read to its end: it is the next one's turn. */
    void wasRead(int partNumber) {
        monitor.lock();
        try {
            unread.remove(partNumber);
            monitor.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    boolean ascending() {
        return source.access() == SourceFile.Access.ASCENDING;
    }
}
