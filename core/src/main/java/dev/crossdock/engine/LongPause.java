package dev.crossdock.engine;

import dev.crossdock.SourceFile;
import dev.crossdock.TransferException;
import java.time.Duration;

/** What is in memory can be sent or read on again, but not soon: it is given up, so that others have its memory meanwhile. */
final class LongPause extends Exception {

    private static final long serialVersionUID = 1L;

    /** A pause longer than this is a waste of memory. */
    private static final Duration WORTH_HOLDING = Duration.ofSeconds(2);

    private final Duration pause;

    private LongPause(Duration pause) {
        super("", null, false, false);
        this.pause = pause;
    }

    /** How long to wait without any memory. */
    Duration pause() {
        return pause;
    }

    static boolean isLong(Duration pause) {
        return pause.compareTo(WORTH_HOLDING) > 0;
    }

    /**
     * Waits while a part is held in memory.
     *
     * @throws LongPause in place of a wait that is too long for that, unless the part can't be read again
     */
    static void hold(Duration pause, SourceFile source, StopSignal stop) throws LongPause, TransferException {
        if (isLong(pause) && source.access() != SourceFile.Access.ASCENDING) {
            throw new LongPause(pause);
        }
        stop.pause(pause);
    }
}
