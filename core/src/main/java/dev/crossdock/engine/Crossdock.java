package dev.crossdock.engine;

import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferPlan;

/**
 * Moves files. One instance owns one memory budget, which all its transfers share; it may be used from any thread, and
 * a program needs only one.
 *
 * <p>Nothing here prints, exits, installs a security provider or keeps static state.
 */
public final class Crossdock {

    /** The memory that file contents take at most, in bytes, unless said otherwise: 64 MiB. */
    public static final long DEFAULT_MEMORY_BYTES = 64L << 20;

    private Crossdock() {}

    /** An engine with the default budget. */
    public static Crossdock create() {
        return withMemory(DEFAULT_MEMORY_BYTES);
    }

    /**
     * An engine with a budget of its own.
     *
     * @param memoryBytes the most that file contents may take in memory at any time, over all transfers
     */
    public static Crossdock withMemory(long memoryBytes) {
        return new Crossdock();
    }

    /**
     * Says how a file would be moved, and moves nothing: one STAT is all that is asked of the server.
     *
     * @throws TransferException if the file can't be found, or not be moved within the limits
     */
    public TransferPlan plan(SourceFile source, ObjectStore store, TransferOptions options) throws TransferException {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a transfer and returns at once.
     *
     * @param source is closed when the transfer ends
     * @param store stays open
     * @param listener hears everything, {@code Finished} last
     */
    public Transfer start(
            SourceFile source,
            ObjectStore store,
            ObjectKey target,
            TransferOptions options,
            TransferListener listener) {
        throw new UnsupportedOperationException();
    }
}
