package dev.crossdock.engine;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A part that is too large to be held: it is sent while it is read, over a window of leased blocks. The window is cut
 * into segments; all but the one that is being sent are on their way from the source.
 *
 * <p>Written once, by one thread, which also starts the reads: starting one never waits.
 */
final class CutThroughBody implements PartBody {

    /** As many reads are under way at once; more would only make each smaller. */
    private static final int SEGMENTS = 4;

    private static final class Segment {

        private final byte[][] blocks;
        private final RangeBuffer buffer;
        private final RangeRead read;

        private Segment(byte[][] blocks, RangeBuffer buffer, RangeRead read) {
            this.blocks = blocks;
            this.buffer = buffer;
            this.read = read;
        }
    }

    private final SourceFile source;
    private final Waits waits;
    private final PartRange part;
    private final byte[][] window;
    private final Deque<Segment> underWay = new ArrayDeque<>();
    private long askedBytes;
    private long waitedNanos;
    private boolean written;
    private @Nullable Crc32c crc;

    CutThroughBody(CopyContext context, PartRange part, byte[][] window) {
        if (window.length < SEGMENTS) {
            throw new IllegalArgumentException("a window has at least " + SEGMENTS + " blocks");
        }
        this.source = context.source();
        this.waits = context.waits();
        this.part = part;
        this.window = window;
    }

    @Override
    public long lengthBytes() {
        return part.length();
    }

    @Override
    public boolean held() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (written) {
            throw new IllegalStateException("a part that is cut through can be written only once");
        }
        written = true;
        try {
            int blocksPerSegment = window.length / SEGMENTS;
            for (int i = 0; i < SEGMENTS; i++) {
                ask(Arrays.copyOfRange(window, i * blocksPerSegment, (i + 1) * blocksPerSegment));
            }
            Crc32c sum = Crc32c.EMPTY;
            for (Segment next = underWay.peek(); next != null; next = underWay.peek()) {
                long asked = waits.nanoTime();
                next.read.await();
                waitedNanos += waits.nanoTime() - asked;
                next.buffer.filled();
                next.buffer.writeTo(out);
                sum = sum.then(next.buffer.crc32c(), next.buffer.lengthBytes());
                underWay.remove();
                ask(next.blocks);
            }
            crc = sum;
        } finally {
            // Late replies must not land in blocks that belong to somebody else by then.
            underWay.forEach(segment -> segment.read.close());
        }
    }

    private void ask(byte[][] blocks) throws SourceException {
        long length = Math.min((long) blocks.length * MemoryBudget.BLOCK_BYTES, part.length() - askedBytes);
        if (length > 0) {
            ByteRange range = new ByteRange(part.offset() + askedBytes, length);
            RangeBuffer buffer = new RangeBuffer(range, blocks);
            underWay.add(new Segment(blocks, buffer, source.read(range, buffer)));
            askedBytes += length;
        }
    }

    /** For how long the writing had to wait for bytes from the source. */
    Duration waitedForSource() {
        return Duration.ofNanos(waitedNanos);
    }

    @Override
    public Crc32c crc32c() {
        if (crc == null) {
            throw new IllegalStateException("the part is not written yet");
        }
        return crc;
    }
}
