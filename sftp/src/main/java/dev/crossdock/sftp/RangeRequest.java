package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;

/**
 * A range of a file on its way. Its lock is held while its sink is written to, so that after {@link #close} nothing is.
 */
class RangeRequest extends Owed implements RangeRead {

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

    final OpenFile file() {
        return file;
    }

    /** Where it begins. */
    final long offset() {
        return range.offset();
    }

    /** Whether every byte was delivered. */
    final boolean isComplete() {
        lock.lock();
        try {
            return missing == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether some byte of it will not be delivered. */
    final boolean hasFailed() {
        lock.lock();
        try {
            // Both in one look: it may complete at any moment.
            return done() && missing > 0;
        } finally {
            lock.unlock();
        }
    }

    final long nextOffset() {
        return range.offset() + sentBytes;
    }

    final long unsentBytes() {
        return range.length() - sentBytes;
    }

    final void sent(int bytes) {
        sentBytes += bytes;
    }

    /** Called by the session's thread. What comes too late is dropped. */
    final void deliver(long offset, byte[] bytes, int from, int length) {
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
                    SourceException.Kind.PROTOCOL,
                    "What was read could not be taken in: " + e + ".",
                    "please report it with what -v shows",
                    e));
        } finally {
            lock.unlock();
        }
    }

    /** The server answered one of its READs by a status. */
    void refused(Status status) {
        settle(FileFailure.whileReading(file, status));
    }

    @Override
    public final void await() throws SourceException {
        awaitSettled();
    }

    @Override
    public final void close() {
        if (!isDone()) {
            settle(new SourceException(
                    SourceException.Kind.NETWORK, "Reading " + file + " was given up.", "read it again"));
            connection.forget(this);
        }
    }
}
