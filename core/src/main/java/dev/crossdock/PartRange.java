package dev.crossdock;

/**
 * One part of an upload: which bytes of the file it holds.
 *
 * @param partNumber 1 to 10,000, as S3 counts
 * @param offset first byte of the file
 * @param length number of bytes
 */
public record PartRange(int partNumber, long offset, long length) {

    public PartRange {
        if (partNumber < 1 || offset < 0 || length < 0) {
            throw new IllegalArgumentException("not a part: " + partNumber + " at " + offset + " + " + length);
        }
    }

    /** The bytes of the file that this part holds. */
    public ByteRange bytes() {
        return new ByteRange(offset, length);
    }
}
