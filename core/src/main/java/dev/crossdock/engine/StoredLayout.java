package dev.crossdock.engine;

import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreLimits;
import dev.crossdock.StoredPart;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads from the sizes of an unfinished upload's parts how the file was cut, and whether it can be the version in
 * question: all parts but the last have k MiB and the residue of that version's identity. k is whatever it was when the
 * upload was begun, so other options or another version of Crossdock still find it.
 *
 * <p>Two versions of files have the same residue once in 2^20 times, so a match is a reason to look closer and no proof.
 */
final class StoredLayout {

    private final long sizeBytes;
    private final int residueBytes;
    private final StoreLimits limits;

    StoredLayout(long sizeBytes, SourceIdentity source, StoreLimits limits) {
        this.sizeBytes = sizeBytes;
        this.residueBytes = source.residueBytes();
        this.limits = limits;
    }

    /**
     * The size of every part but the last; empty if these are no parts of this version.
     *
     * @param stored in ascending order of part numbers
     */
    OptionalLong partSize(List<StoredPart> stored) {
        if (stored.isEmpty()) {
            return OptionalLong.empty();
        }
        StoredPart first = stored.getFirst();
        if (fits(first.sizeBytes(), stored)) {
            return OptionalLong.of(first.sizeBytes());
        }
        // Or it is the last part, and the only one that is there.
        if (stored.size() == 1 && first.partNumber() > 1) {
            long before = sizeBytes - first.sizeBytes();
            long partSizeBytes = before / (first.partNumber() - 1);
            if (fits(partSizeBytes, stored)) {
                return OptionalLong.of(partSizeBytes);
            }
        }
        return OptionalLong.empty();
    }

    private boolean fits(long partSizeBytes, List<StoredPart> stored) {
        return partSizeBytes >= limits.minPartBytes()
                && partSizeBytes <= limits.maxPartBytes()
                && partSizeBytes % SourceIdentity.RESIDUE_BOUND == residueBytes
                && Math.ceilDiv(sizeBytes, partSizeBytes) <= limits.maxParts()
                && stored.stream().allMatch(part -> part.sizeBytes() == lengthOf(part.partNumber(), partSizeBytes));
    }

    private long lengthOf(int partNumber, long partSizeBytes) {
        return Math.min(partSizeBytes, sizeBytes - (partNumber - 1) * partSizeBytes);
    }
}
