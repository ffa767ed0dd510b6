package dev.crossdock;

import java.util.Optional;

/**
 * A part that an unfinished upload holds, as the store lists it.
 *
 * @param partNumber 1 to 10,000
 * @param sizeBytes how many bytes the store has of it
 * @param eTag the store's name for it, quotes included as it came
 * @param crc32c the checksum of what is stored, where the store keeps one that it compared when the part arrived
 */
public record StoredPart(int partNumber, long sizeBytes, String eTag, Optional<Crc32c> crc32c) {}
