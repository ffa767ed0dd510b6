package dev.crossdock;

import java.util.Optional;

/**
 * What a store says of an object that is there.
 *
 * @param sizeBytes its size
 * @param eTag its ETag, quotes included as it came
 * @param source the version of the file it was made from, where Crossdock made it
 * @param wholeCrc32c the checksum of all its bytes, where the store keeps one
 * @param partsConfirmed whether it was put together from parts only after the store had confirmed each: see
 *     {@link ObjectSpec#partsConfirmed}
 */
public record StoredObject(
        long sizeBytes,
        String eTag,
        Optional<SourceIdentity> source,
        Optional<Crc32c> wholeCrc32c,
        boolean partsConfirmed) {

    /** An object of which nobody knows how it came there. */
    public StoredObject(long sizeBytes, String eTag, Optional<SourceIdentity> source, Optional<Crc32c> wholeCrc32c) {
        this(sizeBytes, eTag, source, wholeCrc32c, false);
    }

    /** The level that it shows by itself, to one who knows nothing of how it came there. */
    public Integrity shown() {
        if (wholeCrc32c.isPresent()) {
            return Integrity.FULL_OBJECT;
        }
        return partsConfirmed ? Integrity.PART : Integrity.SIZE;
    }
}
