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
 * @param checksumComputed whether the store has shown, by any answer, that it computes the checksums it gives. One that
 *     may only repeat what it was told proves nothing
 */
public record StoredObject(
        long sizeBytes,
        String eTag,
        Optional<SourceIdentity> source,
        Optional<Crc32c> wholeCrc32c,
        boolean partsConfirmed,
        boolean checksumComputed) {

    /** An object at a store that computes the checksums it gives. */
    public StoredObject(
            long sizeBytes,
            String eTag,
            Optional<SourceIdentity> source,
            Optional<Crc32c> wholeCrc32c,
            boolean partsConfirmed) {
        this(sizeBytes, eTag, source, wholeCrc32c, partsConfirmed, true);
    }

    /** An object of which nobody knows how it came there. */
    public StoredObject(long sizeBytes, String eTag, Optional<SourceIdentity> source, Optional<Crc32c> wholeCrc32c) {
        this(sizeBytes, eTag, source, wholeCrc32c, false);
    }

    /** The level that it shows by itself, to one who knows nothing of how it came there. */
    public Integrity shown() {
        if (wholeCrc32c.isPresent() && checksumComputed) {
            return Integrity.FULL_OBJECT;
        }
        return partsConfirmed ? Integrity.PART : Integrity.SIZE;
    }
}
