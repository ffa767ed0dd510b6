package dev.crossdock.engine;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * A range of the file on leased blocks: filled by the source, then written to the store as often as it takes.
 *
 * <p>The checksum is taken while the bytes are still warm from decryption, as long as they come in order, which they do
 * from nearly every server over one connection; what came out of order, or over several at once, is caught up from the
 * blocks.
 *
 * <p>Threads: the source's calls to {@link #write} come one at a time; everything else is called when no read is under
 * way.
 */
final class RangeBuffer implements BlockSink, PartBody {

    private final ByteRange range;
    private final byte[][] blocks;
    private final CRC32C crc = new CRC32C();
    /** How many bytes from the beginning are here without a gap, and in the checksum. */
    private long prefixBytes;

    /**
     * @param blocks of {@link MemoryBudget#BLOCK_BYTES} each, together at least as long as the range
     */
    RangeBuffer(ByteRange range, byte[][] blocks) {
        if ((long) blocks.length * MemoryBudget.BLOCK_BYTES < range.length()) {
            throw new IllegalArgumentException(range + " does not fit " + blocks.length + " blocks");
        }
        this.range = range;
        this.blocks = blocks;
    }

    @Override
    public void write(long offset, byte[] bytes, int from, int length) {
        if (offset < range.offset() || offset + length > range.end()) {
            throw new IllegalArgumentException("bytes at " + offset + " + " + length + " lie outside of " + range);
        }
        long position = offset - range.offset();
        scatter(position, bytes, from, length);
        if (position == prefixBytes) {
            crc.update(bytes, from, length);
            prefixBytes += length;
        }
    }

    private void scatter(long position, byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            int piece = Math.min(length - done, lengthAt(position + done));
            System.arraycopy(bytes, from + done, blockAt(position + done), indexAt(position + done), piece);
            done += piece;
        }
    }

    /** What is still to be read after a read that broke off: everything after the last byte that came in order. */
    ByteRange missing() {
        return new ByteRange(range.offset() + prefixBytes, range.length() - prefixBytes);
    }

    /** Says that a read of {@link #missing} has completed. */
    void filled() {
        while (prefixBytes < range.length()) {
            int length = lengthAt(prefixBytes);
            crc.update(blockAt(prefixBytes), indexAt(prefixBytes), length);
            prefixBytes += length;
        }
    }

    @Override
    public long lengthBytes() {
        return range.length();
    }

    @Override
    public boolean held() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        long position = 0;
        while (position < range.length()) {
            int length = lengthAt(position);
            out.write(blockAt(position), indexAt(position), length);
            position += length;
        }
    }

    @Override
    public Crc32c crc32c() {
        if (prefixBytes != range.length()) {
            throw new IllegalStateException("only " + prefixBytes + " bytes of " + range + " are here");
        }
        return new Crc32c((int) crc.getValue());
    }

    private byte[] blockAt(long position) {
        return blocks[(int) (position / MemoryBudget.BLOCK_BYTES)];
    }

    private static int indexAt(long position) {
        return (int) (position % MemoryBudget.BLOCK_BYTES);
    }

    /** How many bytes there are from a position to the end of its block, or of the range. */
    private int lengthAt(long position) {
        return (int) Math.min(MemoryBudget.BLOCK_BYTES - indexAt(position), range.length() - position);
    }
}
