package dev.crossdock.simulator;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One read of a simulated file: pieces of any size that arrive in almost any order, or not. */
final class SimRead implements RangeRead {

    private static final int PIECES_UNDER_WAY = 4;
    private static final double BETWEEN_PIECES_MILLIS = 8;

    private final SimSource source;
    private final Simulation simulation;
    private final SimSource.Handle handle;
    private final ByteRange range;
    private final BlockSink sink;
    private final List<ByteRange> underWay = new ArrayList<>();
    private final List<Blocked> awaiting = new ArrayList<>();
    private long askedUpTo;
    private long leftBytes;
    private boolean over;
    private @Nullable SourceException failure;

    SimRead(SimSource source, SimSource.Handle handle, ByteRange range, BlockSink sink) {
        this.source = source;
        this.simulation = source.world().simulation();
        this.handle = handle;
        this.range = range;
        this.sink = sink;
        this.askedUpTo = range.offset();
        this.leftBytes = range.length();
    }

    void begin() {
        simulation.in(simulation.someNanos(40), this::step);
    }

    private void step() {
        if (over || source.run().process().dead()) {
            return;
        }
        if (leftBytes == 0) {
            end(null);
            return;
        }
        while (underWay.size() < PIECES_UNDER_WAY && askedUpTo < range.end()) {
            int length = source.nextPiece(range.end() - askedUpTo);
            underWay.add(new ByteRange(askedUpTo, length));
            askedUpTo += length;
        }
        boolean inOrder = source.access() == SourceFile.Access.ASCENDING || simulation.chance(0.8);
        ByteRange piece = underWay.remove(inOrder ? 0 : simulation.dice().nextInt(underWay.size()));
        if (!source.world().reachesSource()
                || simulation.chance(source.world().weather().sourceFaults() / 4)) {
            source.lose(handle);
            return;
        }
        FileVersion now = handle.version();
        if (piece.end() > now.sizeBytes()) {
            end(source.changed());
            return;
        }
        Bytes.slices(now.content(), piece.offset(), piece.length(), sink::write);
        source.delivered(piece.end());
        leftBytes -= piece.length();
        if (leftBytes == 0) {
            end(null);
        } else {
            simulation.in(simulation.someNanos(BETWEEN_PIECES_MILLIS), this::step);
        }
    }

    void lose(SimSource.Handle lost) {
        if (lost.equals(handle)) {
            if (leftBytes < range.length()) {
                source.run().gotFurther();
            }
            end(source.fault(SourceException.Kind.NETWORK, "reading " + range));
        }
    }

    private void end(@Nullable SourceException why) {
        if (!over) {
            over = true;
            failure = why;
            source.over(this);
            awaiting.forEach(Blocked::wake);
        }
    }

    @Override
    public void await() throws SourceException {
        source.run().process().requireAlive();
        while (!over) {
            Blocked reason = simulation.blocked("the bytes of " + range);
            awaiting.add(reason);
            simulation.await(reason);
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        if (!source.run().process().dead()) {
            end(source.closedFailure());
        }
    }
}
