package dev.crossdock;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of one part (or of a whole small object) on their way to a store. Used by one thread at a time.
 *
 * <p>A body is either <em>held</em>, complete in memory, so that its checksum is known beforehand and it can be written
 * again; or <em>cut through</em>: it is written once, each block as it arrives and then given back, and its checksum is
 * known only afterwards.
 */
public interface PartBody {

    /** How many bytes {@link #writeTo} writes. */
    long lengthBytes();

    /** Whether every byte is in memory already. */
    boolean held();

    /**
     * Writes the body. A held body may be written any number of times; one that is cut through exactly once, and this
     * method then waits for bytes that have not arrived.
     *
     * @throws SourceException if the source fails before the last byte
     * @throws IOException if {@code out} does
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * The CRC32C of the whole body.
     *
     * @throws IllegalStateException if the body is cut through and not written to its end yet
     */
    Crc32c crc32c();
}
