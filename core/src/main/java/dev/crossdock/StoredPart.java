package dev.crossdock;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part that an unfinished upload holds, as the store lists it.
 *
 * @param partNumber 1 to 10,000
 * @param sizeBytes how many bytes the store has of it
 * @param eTag the store's name for it, quotes included as it came
 * @param crc32c the checksum of what is stored, where the store keeps one that it compared when the part arrived
 * @param storedEpochSeconds when it was stored, by the store's clock, in seconds since 1970-01-01 UTC, where the store
 *     says so
 */
public record StoredPart(
        int partNumber, long sizeBytes, String eTag, Optional<Crc32c> crc32c, OptionalLong storedEpochSeconds) {

    /** A part of which the store does not say when it was stored. */
    public StoredPart(int partNumber, long sizeBytes, String eTag, Optional<Crc32c> crc32c) {
        this(partNumber, sizeBytes, eTag, crc32c, OptionalLong.empty());
    }
}
