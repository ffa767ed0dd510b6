package dev.crossdock.simulator;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a simulated file as the SFTP adapter does: with one handle on each of some connections, looked at when it is
 * opened and when the file is looked at again, and not at every read. So bytes of two versions can get mixed when the file
 * is rewritten, and it is the last look that must notice.
 */
final class SimSource implements SourceFile {

    private static final double LATENCY_MILLIS = 60;
    private static final int MOST_FAILURES = 6;

    private final World world;
    private final Simulation simulation;
    private final RunRecord run;
    private final SimFile file;
    private final boolean once;
    private final long ascendingAfterMillis;
    private final int connections;
    private final int mostPieceBytes;
    private final boolean collisions;
    /** What each open connection's handle leads to. */
    private final List<Handle> handles = new ArrayList<>();

    private final Set<SimRead> reads = new LinkedHashSet<>();
    private final Set<Blocked> asking = new LinkedHashSet<>();
    private @Nullable FileStat first;
    private boolean changed;
    private boolean closed;
    private boolean refuses;
    private boolean refusesMore;
    private long readUpTo;

    /** A handle on one connection. */
    static final class Handle {

        private final SimFile.Inode inode;

        private Handle(SimFile.Inode inode) {
            this.inode = inode;
        }

        FileVersion version() {
            return inode.version();
        }
    }

    /**
     * @param access {@code ASCENDING} if the file can be read once
     * @param ascendingAfterMillis when the server refuses a second session: no handle is opened from there on while there
     *     is one, but what was read can be read again
     */
    SimSource(
            World world,
            RunRecord run,
            Access access,
            long ascendingAfterMillis,
            int connections,
            int mostPieceBytes,
            boolean collisions) {
        this.world = world;
        this.simulation = world.simulation();
        this.run = run;
        this.file = run.file();
        this.once = access == Access.ASCENDING;
        this.ascendingAfterMillis = once ? -1 : ascendingAfterMillis;
        this.connections = once ? 1 : connections;
        this.mostPieceBytes = mostPieceBytes;
        this.collisions = collisions;
        if (once) {
            run.readsOnce();
        }
    }

    @Override
    public SourceLocation location() {
        return file.location();
    }

    @Override
    public FileStat stat() throws SourceException {
        run.asks(Request.STAT);
        try {
            FileStat stat = look();
            run.hears(Request.STAT, "", MOST_FAILURES, null);
            return stat;
        } catch (SourceException e) {
            run.hears(Request.STAT, "", MOST_FAILURES, e);
            throw e;
        }
    }

    private FileStat look() throws SourceException {
        ask("stat");
        FileStat described = first;
        if (described == null) {
            Handle handle = new Handle(file.inode());
            handles.add(handle);
            first = handle.version().stat();
            return handle.version().stat();
        }
        for (Handle handle : handles) {
            if (!handle.version().stat().equals(described)) {
                return handle.version().stat();
            }
        }
        return file.current().stat();
    }

    /** Time passes as for one question, which may fail. */
    private void ask(String what) throws SourceException {
        requireOpen();
        Blocked reason = simulation.blocked("the answer to " + what);
        asking.add(reason);
        simulation.await(reason, simulation.someNanos(LATENCY_MILLIS));
        asking.remove(reason);
        requireOpen();
        if (!world.reachesSource() || simulation.chance(world.weather().sourceFaults())) {
            throw fault(Kind.NETWORK, what);
        }
        if (refuses || simulation.chance(world.weather().refusals())) {
            refuses = true;
            throw fault(Kind.AUTHENTICATION, what);
        }
    }

    @Override
    public int expect(long bytes) {
        for (int more = 1; more < connections; more++) {
            simulation.in(simulation.someNanos(500), this::join);
        }
        if (ascendingAfterMillis >= 0) {
            simulation.in(ascendingAfterMillis * 1_000_000, this::refuseMore);
        }
        return connections;
    }

    /** From here on the server allows one session. */
    private void refuseMore() {
        if (!closed && !run.process().dead()) {
            simulation.log(() -> run + " is to read in order");
            refusesMore = true;
            run.readsInOrder();
        }
    }

    /** A further connection opens the file. */
    private void join() {
        if (refusesMore || closed || run.process().dead() || first == null || !world.reachesSource()) {
            return;
        }
        Handle handle = new Handle(file.inode());
        if (handle.version().stat().equals(first)) {
            handles.add(handle);
        } else {
            changed = true;
        }
    }

    @Override
    public int connections() {
        return handles.size();
    }

    @Override
    public Access access() {
        return once || refusesMore ? Access.ASCENDING : Access.ANY_ORDER;
    }

    @Override
    public RangeRead read(ByteRange range, BlockSink sink) throws SourceException {
        run.asks(Request.READ);
        requireOpen();
        FileStat described = first;
        if (described == null || range.end() > described.sizeBytes()) {
            throw new IllegalArgumentException(range + " was not said to be in the file: " + described);
        }
        requireOrder(range);
        if (changed) {
            throw changed();
        }
        if (handles.isEmpty()) {
            reopen(described);
        }
        Handle handle = handles.get(simulation.dice().nextInt(handles.size()));
        SimRead read = new SimRead(this, handle, range, sink);
        reads.add(read);
        read.begin();
        return read;
    }

    private void requireOrder(ByteRange range) {
        if (once && range.length() > 0) {
            // A part that was read to look at an upload of another file, cut in the same way, is read again.
            boolean afterLook =
                    collisions && run.events().stream().anyMatch(TransferEvent.NotResumed.class::isInstance);
            if (range.offset() < readUpTo && !afterLook) {
                run.violated("reads " + range + " of a file that can be read once, after " + readUpTo + " bytes");
            }
            if (!reads.isEmpty()) {
                run.violated("reads two ranges of a file that can be read once at the same time");
            }
        }
    }

    private void reopen(FileStat described) throws SourceException {
        ask("open");
        Handle handle = new Handle(file.inode());
        if (!handle.version().stat().equals(described)) {
            throw changed();
        }
        handles.add(handle);
    }

    @Override
    public void close() {
        run.process().requireAlive();
        closed = true;
        List.copyOf(reads).forEach(SimRead::close);
        asking.forEach(Blocked::wake);
        handles.clear();
    }

    boolean closed() {
        return closed;
    }

    int openReads() {
        return reads.size();
    }

    // For SimRead.

    World world() {
        return world;
    }

    RunRecord run() {
        return run;
    }

    int nextPiece(long left) {
        return (int) Math.min(left, 1 + simulation.dice().nextInt(mostPieceBytes));
    }

    void delivered(long end) {
        readUpTo = Math.max(readUpTo, end);
    }

    void over(SimRead read) {
        reads.remove(read);
    }

    /** A connection is lost, and all that is read on it. */
    void lose(Handle handle) {
        handles.remove(handle);
        List.copyOf(reads).forEach(read -> read.lose(handle));
    }

    SourceException changed() {
        return run.fault(new SourceException(Kind.CHANGED, "The file changed while it was read.", ""));
    }

    SourceException closedFailure() {
        return new SourceException(Kind.NETWORK, "The file was closed.", "");
    }

    SourceException fault(Kind kind, String what) {
        return run.fault(new SourceException(kind, what + " failed: " + kind, ""));
    }

    private void requireOpen() throws SourceException {
        run.process().requireAlive();
        if (closed) {
            throw closedFailure();
        }
    }
}
