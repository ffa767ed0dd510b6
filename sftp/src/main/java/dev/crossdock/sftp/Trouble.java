package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What came of attempts to get more of a server than there is already. A refusal is one at once. A connection that breaks
 * is none, for trouble on the way passes; but many a server refuses in no other way, so it is one if it happens again and
 * again, with some time in between. May be used from any thread.
 */
final class Trouble {

    private static final int MOST_IN_A_ROW = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final LongSupplier nanoClock;
    private int inARow;
    private long lastNanos;

    Trouble(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Notes a failure, and says whether it means that the server gives no more. */
    synchronized boolean isRefusal(SourceException failure) {
        if (failure.kind() != SourceException.Kind.NETWORK) {
            return true;
        }
        if (mayTry()) {
            inARow++; // several that were tried at once are one
        }
        lastNanos = nanoClock.getAsLong();
        return inARow >= MOST_IN_A_ROW;
    }

    /** Whether the last attempt failed. */
    synchronized boolean isThere() {
        return inARow > 0;
    }

    /** Whether it is time for another attempt. */
    synchronized boolean mayTry() {
        return inARow == 0
                || nanoClock.getAsLong() - lastNanos >= FIRST_PAUSE.toNanos() << Math.min(inARow - 1, MOST_IN_A_ROW);
    }

    /** An attempt succeeded, or somebody begins anew. */
    synchronized void passed() {
        inARow = 0;
    }
}
