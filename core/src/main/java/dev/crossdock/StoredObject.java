package dev.crossdock;

import java.util.Optional;

/**
 * What a store says of an object that is there.
 *
 * @param sizeBytes its size
 * @param eTag its ETag, quotes included as it came
 * @param source the version of the file it was made from, where Crossdock made it
 * @param wholeCrc32c the checksum of all its bytes, where the store keeps one
 */
public record StoredObject(
        long sizeBytes, String eTag, Optional<SourceIdentity> source, Optional<Crc32c> wholeCrc32c) {}
