package dev.crossdock.engine;

import dev.crossdock.Crc32c;
import dev.crossdock.ObjectReceipt;

/**
 * What was published.
 *
 * @param receipt what the store said of it
 * @param whole the checksum of what was read for it
 * @param bytes its size
 * @param parts how many parts it has
 * @param partsResumed how many of them an earlier transfer had stored
 * @param bytesResumed how many bytes those hold
 */
record Proof(ObjectReceipt receipt, Crc32c whole, long bytes, int parts, int partsResumed, long bytesResumed) {

    static Proof ofOneRequest(ObjectReceipt receipt, Crc32c whole, long bytes) {
        return new Proof(receipt, whole, bytes, 1, 0, 0);
    }
}
