package dev.crossdock.engine;

import dev.crossdock.FileStat;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferPlan;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is settled about one transfer before its first byte is read.
 *
 * @param store the transfer's share of the store, whose requests end when the transfer is stopped
 */
record CopyContext(
        SourceFile source,
        FileStat stat,
        ObjectStore store,
        ObjectKey target,
        ObjectSpec spec,
        TransferPlan plan,
        TransferOptions options,
        MemoryBudget budget,
        Pace pace,
        Publication publication,
        Leftovers leftovers,
        Retries retries,
        Events events,
        StopSignal stop,
        Waits waits) {

    /** Whether a level is as much as is required of parts: all but the size can be known before Complete. */
    boolean satisfies(Integrity ofParts) {
        return !options.requireIntegrity().satisfies(Integrity.PART) || ofParts.satisfies(Integrity.PART);
    }

    /** The same transfer, with the file cut otherwise. */
    CopyContext withPlan(TransferPlan other) {
        return with(other, events);
    }

    /** The same transfer, which tells nobody of its parts. */
    CopyContext quiet() {
        return with(plan, new Events(TransferListener.NONE, waits));
    }

    private CopyContext with(TransferPlan other, Events told) {
        return new CopyContext(
                source,
                stat,
                store,
                target,
                spec,
                other,
                options,
                budget,
                pace,
                publication,
                leftovers,
                retries,
                told,
                stop,
                waits);
    }

    /** Looks at the source once more: what was read is only worth publishing if it is still the same version. */
    void requireUnchanged() throws TransferException {
        FileStat now;
        try {
            now = retries.run("look at the file again", source::stat);
        } catch (SourceException e) {
            throw e.kind() == SourceException.Kind.NOT_FOUND ? changed("now it is gone", e) : e;
        }
        if (!now.equals(stat)) {
            throw changed("now it has " + now.sizeBytes() + " and " + time(now), null);
        }
    }

    private static String time(FileStat stat) {
        return stat.timeKnown() ? Long.toString(stat.modifiedEpochSeconds()) : "an unknown time";
    }

    private SourceException changed(String now, @Nullable SourceException cause) {
        return new SourceException(
                SourceException.Kind.CHANGED,
                "The file " + source.location() + " changed while it was read: it had " + stat.sizeBytes()
                        + " bytes and was modified at " + time(stat) + ", " + now + ".",
                "run it again when nobody writes to the file",
                cause);
    }
}
