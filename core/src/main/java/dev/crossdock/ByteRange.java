package dev.crossdock;

/**
 * Bytes {@code offset} to {@code offset + length - 1} of a file.
 *
 * @param offset first byte, 0 or more
 * @param length number of bytes, 0 or more
 */
public record ByteRange(long offset, long length) {

    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a range of bytes: " + offset + " + " + length);
        }
    }

    /** The offset of the first byte after the range. */
    public long end() {
        return offset + length;
    }
}
