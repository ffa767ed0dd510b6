package dev.crossdock.engine;

import dev.crossdock.TransferException;

/**
 * How many parts a store is sent at once: all there are, until it refuses some; from then on about as many as it had
 * taken. A pause alone would not do for a store that takes only so many: all would come back together, and a part that is
 * among the refused each time fails the transfer. May be used by any thread.
 */
final class SendingLimit {

    /** Sends a part, or gives up before. */
    interface Put<T, X extends Exception> {
        T send() throws TransferException, X;
    }

    /** So many rounds must go well before more are tried: where those are too many, it costs everybody a pause. */
    private static final int ROUNDS_BEFORE_MORE = 4;

    private final Waits.Monitor monitor;
    private int most = Integer.MAX_VALUE;

    /** Refusals of requests that were under way together say the same thing: they do not halve it twice. */
    private int least = 1;

    private int narrowed;

    /** Up to here more are tried after each round: they were not refused while any part was stored in between. */
    private int quick = 1;

    private boolean storedSince;
    private int sending;
    private int storedInARow;

    SendingLimit(Waits waits) {
        this.monitor = waits.newMonitor();
    }

    /** How many at most; {@code Integer.MAX_VALUE} while the store never refused any. */
    int most() {
        monitor.lock();
        try {
            return most;
        } finally {
            monitor.unlock();
        }
    }

    /** Sends a part, as soon as few enough others are being sent. */
    <T, X extends Exception> T send(Put<T, X> put, StopSignal stop) throws TransferException, X {
        int before = enter(stop);
        boolean stored = false;
        boolean refused = false;
        try {
            T receipt = put.send();
            stored = true;
            return receipt;
        } catch (TransferException e) {
            refused = Restraint.isAskedFor(e);
            throw e;
        } finally {
            leave(before, stored, refused);
        }
    }

    /** Returns how often it had been narrowed by then. */
    private int enter(StopSignal stop) throws TransferException {
        Runnable wake = monitor::wake;
        stop.onStop(wake);
        monitor.lock();
        try {
            while (sending >= most) {
                stop.check();
                monitor.await();
            }
            sending++;
            return narrowed;
        } finally {
            monitor.unlock();
            stop.forget(wake);
        }
    }

    private void leave(int narrowedBefore, boolean stored, boolean refused) {
        monitor.lock();
        try {
            if (refused && sending > 1) { // one alone is not too many
                narrow(narrowedBefore == narrowed);
            } else if (stored && most < Integer.MAX_VALUE) {
                widen();
            }
            sending--;
            monitor.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    private void narrow(boolean isNews) {
        if (isNews) {
            narrowed++;
            least = Math.max(1, Math.min(most, sending) / 2);
            // A store that is out for a moment refuses one round after the other: that says nothing of how many it
            // takes.
            quick = storedSince || quick == 1 ? least : quick;
            storedSince = false;
        }
        most = Math.max(least, Math.min(most, sending - 1));
        storedInARow = 0;
    }

    private void widen() {
        storedInARow++;
        storedSince = true;
        boolean quickly = most < quick;
        if (storedInARow >= (quickly ? 1 : ROUNDS_BEFORE_MORE) * most) {
            most = quickly ? Math.min(quick, 2 * most) : most + Math.max(1, most / 4);
            storedInARow = 0;
        }
    }
}
