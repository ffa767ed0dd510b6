package dev.crossdock.simulator;

import dev.crossdock.Crc32c;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * The bytes of simulated files, for free: each cell of a file is a slice of one table, and which one follows from the
 * content's seed and the cell's number. So bytes of another version, or from another place, differ.
 */
final class Bytes {

    private static final int CELL_BYTES = 64 << 10;
    private static final int STARTS = 1 << 20;
    private static final byte[] TABLE = new byte[STARTS + CELL_BYTES];

    static {
        new SplittableRandom(20_261_122).nextBytes(TABLE);
    }

    /** Takes a slice of the file that lies in one array. */
    interface Slice {
        void take(long offset, byte[] bytes, int from, int length);
    }

    private Bytes() {}

    static void slices(long content, long offset, long length, Slice each) {
        long position = offset;
        long end = offset + length;
        while (position < end) {
            int within = (int) (position % CELL_BYTES);
            int count = (int) Math.min(CELL_BYTES - within, end - position);
            each.take(position, TABLE, start(content, position / CELL_BYTES) + within, count);
            position += count;
        }
    }

    static Crc32c crc32c(long content, long offset, long length) {
        CRC32C crc = new CRC32C();
        slices(content, offset, length, (position, bytes, from, count) -> crc.update(bytes, from, count));
        return new Crc32c((int) crc.getValue());
    }

    private static int start(long content, long cell) {
        long z = (content ^ cell * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) ((z ^ (z >>> 31)) & (STARTS - 1));
    }
}
