package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.concurrent.atomic.AtomicLong;

/** What one connection brings of a range: as much of it as it comes to ask for. */
final class RangeShare implements Asker {

    private final RangeRequest range;
    private final RangeClaims claims;
    private final OpenFile file;

    // Guarded by the connection's Outstanding: what it took and did not ask for yet.
    private long nextOffset;
    private long unaskedBytes;

    /** What it took and did not bring. */
    private final AtomicLong missingBytes = new AtomicLong();

    RangeShare(RangeRequest range, RangeClaims claims, OpenFile file) {
        this.range = range;
        this.claims = claims;
        this.file = file;
    }

    OpenFile file() {
        return file;
    }

    SftpConnection connection() {
        return file.connection();
    }

    /** Whether there is something for its connection to ask for now. */
    boolean isItsTurn() {
        return unaskedBytes > 0 ? !claims.isOver() : claims.isTurnOf(this);
    }

    /** The same, and it is taken: some bytes from {@link #nextOffset} on. Called by the sender. */
    boolean takeTurn() {
        if (unaskedBytes == 0) {
            long begin = claims.take(this);
            if (begin >= 0) {
                nextOffset = range.offset() + begin;
                unaskedBytes = claims.pieceBytes(begin);
                missingBytes.addAndGet(unaskedBytes);
            }
        }
        return unaskedBytes > 0 && !claims.isOver();
    }

    /** Where it asks on. */
    long nextOffset() {
        return nextOffset;
    }

    /** How much is left of what it took. */
    long unaskedBytes() {
        return unaskedBytes;
    }

    /** Called by the sender. */
    void asked(int bytes) {
        nextOffset += bytes;
        unaskedBytes -= bytes;
    }

    /** Called by the session's thread. */
    void came(int bytes) {
        missingBytes.addAndGet(-bytes);
    }

    /** Whether something of the range comes by this connection or not at all. */
    boolean isNeeded() {
        return missingBytes.get() > 0;
    }

    /** Whether nobody waits for the range any more. */
    boolean isDone() {
        return claims.isOver();
    }

    /** Called by the session's thread. */
    void deliver(long offset, byte[] bytes, int from, int length) {
        range.deliver(this, offset, bytes, from, length);
    }

    /** The server answered one of its READs by a status. */
    void refused(Status status) {
        range.refused(file, status);
    }

    @Override
    public void lost(SourceException cause) {
        range.lost(this, cause);
    }
}
