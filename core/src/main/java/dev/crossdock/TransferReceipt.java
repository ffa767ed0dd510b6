package dev.crossdock;

import java.time.Duration;

/**
 * What a transfer can show for itself.
 *
 * @param source the file, with its real path
 * @param target the object
 * @param bytes its size
 * @param elapsed from start to the last confirmation
 * @param parts how many parts it has; 1 for an object stored in one request
 * @param partsResumed how many of them an earlier transfer had stored
 * @param bytesResumed how many bytes those hold: they were not sent again
 * @param retries how often a step was tried again
 * @param integrity the level that was reached
 * @param crc32c the checksum of the bytes that were read
 * @param eTag the object's ETag, quotes included as the store gave it
 */
public record TransferReceipt(
        SourceLocation source,
        ObjectKey target,
        long bytes,
        Duration elapsed,
        int parts,
        int partsResumed,
        long bytesResumed,
        int retries,
        Integrity integrity,
        Crc32c crc32c,
        String eTag) {}
