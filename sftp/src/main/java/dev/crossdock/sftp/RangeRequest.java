package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of a file on its way, over one connection or several: {@link RangeClaims} says which asks for what.
 *
 * <p>Its lock is held while its sink is written to, so that after {@link #close} nothing is.
 */
class RangeRequest extends Owed implements RangeRead {

    private final String file;
    private final ByteRange range;
    private final BlockSink sink;
    private final RangeClaims claims;

    /** Written with the lock held. */
    private volatile long missing;

    /**
     * @param file as it is named to people
     * @param stallNanos for how long nothing may arrive on a connection that was asked for something
     */
    RangeRequest(String file, ByteRange range, BlockSink sink, long stallNanos) {
        this(file, range, sink, stallNanos, null);
    }

    /** @param whileWaiting done by who waits for it, ten times a second */
    RangeRequest(String file, ByteRange range, BlockSink sink, long stallNanos, @Nullable Runnable whileWaiting) {
        super(stallNanos, whileWaiting);
        this.file = file;
        this.range = range;
        this.sink = sink;
        this.claims = new RangeClaims(range.length());
        this.missing = range.length();
    }

    /**
     * From now on it comes with these handles, too. None asks for anything before all are known: else the first would
     * take what is meant for all.
     *
     * @return false if it comes with no handle at all, because their connections have ended
     */
    final boolean join(List<OpenFile> handles) {
        List<RangeShare> before = List.copyOf(claims.shares());
        List<RangeShare> joining = handles.stream()
                .map(handle -> new RangeShare(this, claims, handle))
                .toList();
        claims.add(joining);
        for (RangeShare share : joining) {
            if (!share.connection().read(share)) {
                claims.remove(share);
            } else if (claims.isOver()) {
                // Who ended it may have seen the share before the connection had it.
                share.connection().forget(share);
            }
        }
        before.forEach(other -> other.connection().wake());
        return isDone() || !claims.shares().isEmpty();
    }

    /** With how many handles it comes. */
    final int shares() {
        return claims.shares().size();
    }

    /** Where it begins. */
    final long offset() {
        return range.offset();
    }

    final long lengthBytes() {
        return range.length();
    }

    /** How much of it was not delivered. */
    final long missingBytes() {
        return missing;
    }

    /** Whether every byte was delivered. */
    final boolean isComplete() {
        return missingBytes() == 0;
    }

    /** Whether some byte of it will not be delivered. */
    final boolean hasFailed() {
        lock.lock();
        try {
            // Both in one look: it may complete at any moment.
            return isDone() && missing > 0;
        } finally {
            lock.unlock();
        }
    }

    /** What comes too late is dropped. */
    final void deliver(RangeShare share, long offset, byte[] bytes, int from, int length) {
        boolean over;
        lock.lock();
        try {
            if (isDone()) {
                return;
            }
            sink.write(offset, bytes, from, length);
            share.came(length);
            long left = missing - length;
            missing = left;
            over = left == 0;
            if (over) {
                settle(null); // before anybody can say that it failed
            }
        } catch (RuntimeException e) {
            over = true;
            settle(new SourceException(
                    SourceException.Kind.PROTOCOL,
                    "What was read could not be taken in: " + e + ".",
                    "please report it with what -v shows",
                    e));
        } finally {
            lock.unlock();
        }
        if (over) {
            end(null);
        }
    }

    /** The server answered a READ by a status. */
    void refused(OpenFile handle, Status status) {
        end(FileFailure.whileReading(handle, status));
    }

    /** Nothing more comes with a handle. What its connection did not take, others bring. */
    final void lost(RangeShare share, SourceException cause) {
        claims.remove(share);
        if (share.isNeeded() || claims.shares().isEmpty()) {
            end(cause);
        } else {
            claims.shares().forEach(other -> other.connection().wake());
        }
    }

    /** Settles it, and no connection asks for any more of it. Called without the lock. */
    final void end(@Nullable SourceException cause) {
        settle(cause);
        claims.end();
        claims.shares().forEach(share -> share.connection().forget(share));
    }

    /** Also those that owe others: as long as nothing comes on them, nothing of this range is asked for. */
    @Override
    final List<SftpConnection> owing() {
        return claims.shares().stream()
                .map(RangeShare::connection)
                .filter(connection -> connection.awaitedBytes() > 0)
                .distinct()
                .toList();
    }

    @Override
    public final void await() throws SourceException {
        awaitSettled();
    }

    @Override
    public final void close() {
        if (!isDone()) {
            end(givenUp(file));
        }
    }

    static SourceException givenUp(String file) {
        return new SourceException(SourceException.Kind.NETWORK, "Reading " + file + " was given up.", "read it again");
    }
}
