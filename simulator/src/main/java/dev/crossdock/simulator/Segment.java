package dev.crossdock.simulator;

import dev.crossdock.Crc32c;

/**
 * Bytes at the simulated store: a part, or an object stored in one request.
 *
 * @param crc32c of what arrived
 * @param compared whether the store compared the checksum with what the sender said
 * @param damaged whether the simulation turned a bit of it
 */
record Segment(long length, Crc32c crc32c, String eTag, boolean compared, boolean damaged) {

    /** Not what turning a bit of the next segment could make good. */
    private static final int ANOTHER = 0x2545F491;

    /** The same, gone wrong. */
    Segment turned() {
        return new Segment(length, new Crc32c(crc32c.value() ^ ANOTHER), eTag, compared, true);
    }
}
