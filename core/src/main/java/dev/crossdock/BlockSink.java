package dev.crossdock;

/**
 * Where a source puts the bytes it reads. The memory behind it is leased before the first byte is asked for, so a write
 * never waits and never allocates.
 */
@FunctionalInterface
public interface BlockSink {

    /**
     * Takes bytes of the file. The source hands over every byte of the range it was asked for exactly once, in any
     * order and in pieces of any size. Calls for one range come one at a time, each happening before the next.
     *
     * @param offset where the bytes stand in the file
     * @param bytes the source's own buffer; it may be used again as soon as this method returns
     * @param from index of the first byte in {@code bytes}
     * @param length how many
     */
    void write(long offset, byte[] bytes, int from, int length);
}
