package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;

/**
 * A range of a file on its way. Its lock is held while its sink is written to, so that after {@link #close} nothing is.
 */
final class RangeRequest extends Owed implements RangeRead {

    private final OpenFile file;
    private final ByteRange range;
    private final BlockSink sink;
    private long missing;

    // Guarded by the connection's Outstanding: how far its READs were sent.
    private long sentBytes;

    RangeRequest(OpenFile file, ByteRange range, BlockSink sink) {
        super(file.connection());
        this.file = file;
        this.range = range;
        this.sink = sink;
        this.missing = range.length();
    }

    OpenFile file() {
        return file;
    }

    long nextOffset() {
        return range.offset() + sentBytes;
    }

    long unsentBytes() {
        return range.length() - sentBytes;
    }

    void sent(int bytes) {
        sentBytes += bytes;
    }

    /** Called by the session's thread. What comes too late is dropped. */
    void deliver(long offset, byte[] bytes, int from, int length) {
        lock.lock();
        try {
            if (done()) {
                return;
            }
            sink.write(offset, bytes, from, length);
            missing -= length;
            if (missing == 0) {
                settle(null);
            }
        } catch (RuntimeException e) {
            settle(new SourceException(
                    SourceException.Kind.PROTOCOL, "What was read could not be taken in: " + e + ".", "", e));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void await() throws SourceException {
        awaitSettled();
    }

    @Override
    public void close() {
        if (!isDone()) {
            settle(new SourceException(SourceException.Kind.NETWORK, "Reading " + file + " was given up.", ""));
            connection.forget(this);
        }
    }
}
