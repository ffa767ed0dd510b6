package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A range that comes over several connections, a stripe of it over each. One connection carries no more than TCP lets be
 * on its way at once, some MiB at a round trip, while the memory for the range waits: over a long line, several fill it
 * sooner.
 */
final class StripedRead implements RangeRead {

    /** Below this a stripe's own round trip costs more than it gains. */
    private static final long LEAST_STRIPE_BYTES = 1 << 20;

    /** So many there are on a short line at most, where two or three parts at once keep them busy. */
    private static final int FEW_CONNECTIONS = 3;

    private final List<RangeRequest> stripes;

    private StripedRead(List<RangeRequest> stripes) {
        this.stripes = stripes;
    }

    /** Over how many connections a range is read where there are so many. */
    static int count(long bytes, int connections) {
        long fitting = Math.min(bytes / LEAST_STRIPE_BYTES, connections > FEW_CONNECTIONS ? connections : 1);
        return (int) Math.max(1, fitting);
    }

    /**
     * Cuts a range, and starts to read each stripe with a handle of its own.
     *
     * @throws SourceException if one of the connections has ended; nothing is being read then
     */
    static RangeRead start(List<OpenFile> handles, ByteRange range, BlockSink sink) throws SourceException {
        BlockSink oneAtATime = oneAtATime(sink);
        StripedRead all = new StripedRead(new ArrayList<>());
        boolean started = false;
        try {
            for (int i = 0; i < handles.size(); i++) {
                long from = range.length() * i / handles.size();
                long to = range.length() * (i + 1) / handles.size();
                OpenFile handle = handles.get(i);
                RangeRequest stripe =
                        new RangeRequest(handle, new ByteRange(range.offset() + from, to - from), oneAtATime);
                handle.connection().read(stripe);
                all.stripes.add(stripe);
            }
            started = true;
            return all;
        } finally {
            if (!started) {
                all.close();
            }
        }
    }

    /** Each connection brings its stripe on a thread of its own. The lock is held for a copy. */
    private static BlockSink oneAtATime(BlockSink sink) {
        ReentrantLock turn = new ReentrantLock();
        return (offset, bytes, from, length) -> {
            turn.lock();
            try {
                sink.write(offset, bytes, from, length);
            } finally {
                turn.unlock();
            }
        };
    }

    /**
     * Waits for one stripe after the other. Where one has failed, the others are given up: what they bring in vain would
     * only be in the way of the next attempt.
     */
    @Override
    public void await() throws SourceException {
        try {
            for (RangeRequest stripe : stripes) {
                stripe.await();
            }
        } catch (SourceException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        stripes.forEach(RangeRequest::close);
    }
}
