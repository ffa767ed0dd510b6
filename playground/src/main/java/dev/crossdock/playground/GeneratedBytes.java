package dev.crossdock.playground;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Endless made-up bytes: the byte at each offset follows from a seed, so a file of 100 GiB costs neither disk nor memory,
 * and any range of it can be produced again to compare. Immutable; may be used from any thread.
 *
 * <p>The bytes come in cells of 64 KiB. A cell is a piece of a random table, which piece depends on the cell's number,
 * and begins with a word made from that number: a copy is all that most bytes cost, yet two cells never hold the same,
 * so bytes that end up in another's place are noticed.
 */
public final class GeneratedBytes {

    private static final int CELL_BYTES = 64 << 10;
    private static final int TABLE_BYTES = 256 << 10;
    private static final int CHECK_BYTES = 256 << 10;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long seed;
    private final byte[] table = new byte[TABLE_BYTES + CELL_BYTES];

    /** Bytes that follow from {@code seed} alone: the same on every machine and in every run. */
    public GeneratedBytes(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        for (int index = 0; index < table.length; index += Long.BYTES) {
            LONGS.set(table, index, random.nextLong());
        }
    }

    /**
     * Produces bytes {@code offset} to {@code offset + length - 1}.
     *
     * @param offset 0 or more
     * @param target takes them from index {@code from} on
     */
    public void fill(long offset, byte[] target, int from, int length) {
        if (offset < 0 || from < 0 || length < 0 || length > target.length - from) {
            throw new IllegalArgumentException(
                    "can't put " + length + " bytes at " + from + " of " + target.length + ", from offset " + offset);
        }
        int done = 0;
        while (done < length) {
            long cell = (offset + done) / CELL_BYTES;
            int within = (int) ((offset + done) % CELL_BYTES);
            int count = Math.min(length - done, CELL_BYTES - within);
            long stamp = mix(seed + cell * 0x9E3779B97F4A7C15L);
            int piece = (int) (stamp >>> 32) & (TABLE_BYTES - 1);
            System.arraycopy(table, piece + within, target, from + done, count);
            for (int index = within; index < Long.BYTES && index - within < count; index++) {
                target[from + done + index - within] = (byte) (stamp >>> (index * Byte.SIZE));
            }
            done += count;
        }
    }

    /** The bytes of a range that fits into an array. */
    public byte[] bytes(ByteRange range) {
        byte[] bytes = new byte[Math.toIntExact(range.length())];
        fill(range.offset(), bytes, 0, bytes.length);
        return bytes;
    }

    /** The checksum of a range of any length. */
    public Crc32c crc32c(ByteRange range) {
        CRC32C crc = new CRC32C();
        byte[] piece = new byte[(int) Math.min(CHECK_BYTES, range.length())];
        long offset = range.offset();
        while (offset < range.end()) {
            int count = (int) Math.min(piece.length, range.end() - offset);
            fill(offset, piece, 0, count);
            crc.update(piece, 0, count);
            offset += count;
        }
        return new Crc32c((int) crc.getValue());
    }

    /** The bytes of a range as a stream, which is for one thread at a time. */
    public InputStream stream(ByteRange range) {
        return new GeneratedStream(this, range);
    }

    /** SplitMix64's finalizer: one-to-one, so that no two cells share a stamp. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
