package dev.crossdock.sftp;

import dev.crossdock.RangeRead;

/** The read of a range without a byte: complete from the beginning. */
enum NothingToRead implements RangeRead {
    INSTANCE;

    @Override
    public void await() {}

    @Override
    public void close() {}
}
