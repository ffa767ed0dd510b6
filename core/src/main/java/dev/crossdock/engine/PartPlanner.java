package dev.crossdock.engine;

import dev.crossdock.ByteSize;
import dev.crossdock.PlanException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreLimits;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferPlan;

/**
 * Decides how a file is cut into parts.
 *
 * <p>A part has k MiB and a residue that is drawn from the source's identity, so that an unfinished upload of this very
 * version can be told from any other by the size of its parts alone. k is 8, and up to 15 for files of more than half a
 * GiB, since each part costs a request; the least there is over a long line, and less where the budget is so small that four
 * such parts would not fit it, more where 10,000 of them would not hold the file. Only files of almost the largest size
 * there is get parts of the largest size there is, without a residue.
 *
 * <p>A part of at most a quarter of the budget is held in memory; a larger one is cut through, unless the source can be
 * read only once.
 */
final class PartPlanner {

    private static final long MIB = 1L << 20;
    /** Small enough that a file of some parts is read and sent at the same time. */
    private static final long LEAST_USUAL_PART_MIB = 8;
    /** With its residue, what a quarter of the default budget holds. */
    private static final long MOST_USUAL_PART_MIB = 15;
    /** Above this many, parts rather become larger. */
    private static final long USUAL_PARTS = 64;
    /** More parts than this gain nothing, however much memory there is. */
    private static final int MOST_IN_FLIGHT = 16;
    /**
     * Unless told how many parts may be in flight, a transfer leaves a quarter of the budget alone: the last parts of it
     * gain no speed that could be measured, and without them the whole process stays below 150 MiB by default.
     */
    private static final double USUAL_SHARE = 0.75;

    private final StoreLimits limits;
    private final long memoryBytes;

    PartPlanner(StoreLimits limits, long memoryBytes) {
        this.limits = limits;
        this.memoryBytes = memoryBytes;
    }

    /**
     * @param access in which order the source can be read: what can be read only once must be held until it is stored
     * @throws PlanException if the file is too large for the store, or the budget too small for any part
     */
    TransferPlan plan(
            long sizeBytes, SourceIdentity source, TransferOptions options, SourceFile.Access access, Lines lines)
            throws PlanException {
        requireEnoughMemory();
        if (sizeBytes > limits.maxObjectBytes()) {
            throw new PlanException(
                    "The file has " + ByteSize.format(sizeBytes) + ", and the store takes objects of at most "
                            + ByteSize.format(limits.maxObjectBytes()) + ".",
                    "split the file before it is sent");
        }
        long partSizeBytes =
                partSize(sizeBytes, source.residueBytes(), wishedMib(sizeBytes, source.residueBytes(), options, lines));
        if (sizeBytes <= partSizeBytes && roundedUp(sizeBytes) > memoryBytes) {
            // A wished part larger than the file and than the memory: a single request would have to hold it all.
            partSizeBytes =
                    partSize(sizeBytes, source.residueBytes(), usualMib(sizeBytes, source.residueBytes(), lines));
        }
        return planFor(partSizeBytes, sizeBytes, options, access, lines.connections());
    }

    /**
     * The plan for an upload that was begun with parts of this size.
     *
     * @param connections with how many the source means to read
     * @throws PlanException if the budget is too small for one
     */
    TransferPlan planFor(
            long partSizeBytes, long sizeBytes, TransferOptions options, SourceFile.Access access, int connections)
            throws PlanException {
        int parts = Math.max(1, Math.toIntExact(Math.ceilDiv(sizeBytes, partSizeBytes)));
        boolean once = access == SourceFile.Access.ASCENDING;
        if (once && parts > 1 && roundedUp(partSizeBytes) > memoryBytes) {
            throw tooLargeToHold(partSizeBytes);
        }
        boolean cutThrough = parts > 1 && !once && roundedUp(partSizeBytes) > memoryBytes / 4;
        long reserved = parts == 1
                ? roundedUp(sizeBytes)
                : cutThrough ? roundedDown(memoryBytes / 4) : roundedUp(partSizeBytes);
        return new TransferPlan(
                sizeBytes, partSizeBytes, parts, cutThrough, inFlight(parts, reserved, options), reserved, connections);
    }

    /** Parts of a file that can be read only in order have to be kept until they are stored. */
    static PlanException tooLargeToHold(long partSizeBytes) {
        return new PlanException(
                "A file that can be read only once, or only in order, must fit in memory part by part, and its parts have "
                        + ByteSize.format(partSizeBytes) + ".",
                "give at least " + ByteSize.format(wholeMib(partSizeBytes)).replace(" ", "") + " (--memory)");
    }

    private static long wholeMib(long bytes) {
        return Math.ceilDiv(bytes, MIB) * MIB;
    }

    private void requireEnoughMemory() throws PlanException {
        long least = roundedUp(limits.minPartBytes() + SourceIdentity.RESIDUE_BOUND);
        if (memoryBytes < least) {
            throw new PlanException(
                    "A memory budget of " + ByteSize.format(memoryBytes) + " is too small for one part.",
                    "give at least " + ByteSize.format(least) + " (--memory)");
        }
    }

    private long wishedMib(long sizeBytes, int residueBytes, TransferOptions options, Lines lines)
            throws PlanException {
        if (options.partSizeBytes().isEmpty()) {
            return usualMib(sizeBytes, residueBytes, lines);
        }
        long wished = options.partSizeBytes().getAsLong();
        if (wished < limits.minPartBytes() || wished > limits.maxPartBytes()) {
            throw new PlanException(
                    "Parts of " + ByteSize.format(wished) + " are not possible.",
                    "the store takes parts of " + ByteSize.format(limits.minPartBytes()) + " to "
                            + ByteSize.format(limits.maxPartBytes()) + " (--part-size)");
        }
        return Math.max(wished / MIB, leastMib());
    }

    /** By the file's size, or as much less as it takes for a part to be held in a quarter of the budget. */
    private long usualMib(long sizeBytes, int residueBytes, Lines lines) {
        // Over a long line the memory of a part waits for it: small parts leave least idle.
        long mib = lines.areLong()
                ? leastMib()
                : Math.clamp(sizeBytes / (USUAL_PARTS * MIB), LEAST_USUAL_PART_MIB, MOST_USUAL_PART_MIB);
        while (mib > leastMib() && roundedUp(mib * MIB + residueBytes) > memoryBytes / 4) {
            mib--;
        }
        return Math.max(mib, leastMib());
    }

    private long leastMib() {
        return Math.ceilDiv(limits.minPartBytes(), MIB);
    }

    /** At least the wish, and large enough that the file has no more parts than the store takes. */
    private long partSize(long sizeBytes, int residueBytes, long wishedMib) {
        long needed = Math.ceilDiv(sizeBytes, (long) limits.maxParts());
        long neededMib = Math.max(0, Math.ceilDiv(needed - residueBytes, MIB));
        return Math.min(Math.max(wishedMib, neededMib) * MIB + residueBytes, limits.maxPartBytes());
    }

    private int inFlight(int parts, long reservedBytesPerPart, TransferOptions options) {
        boolean automatic = options.inFlightParts() == 0;
        long usable = automatic ? (long) (memoryBytes * USUAL_SHARE) : memoryBytes;
        long fitting = usable / Math.max(1, reservedBytesPerPart);
        long wished = automatic ? MOST_IN_FLIGHT : options.inFlightParts();
        return (int) Math.max(1, Math.min(Math.min(parts, fitting), wished));
    }

    private static long roundedUp(long bytes) {
        return Math.ceilDiv(bytes, (long) MemoryBudget.BLOCK_BYTES) * MemoryBudget.BLOCK_BYTES;
    }

    private static long roundedDown(long bytes) {
        return bytes / MemoryBudget.BLOCK_BYTES * MemoryBudget.BLOCK_BYTES;
    }
}
