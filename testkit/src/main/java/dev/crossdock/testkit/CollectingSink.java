package dev.crossdock.testkit;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import java.util.concurrent.atomic.AtomicBoolean;

/** Collects a range, and notices bytes outside of it, bytes that come twice, and bytes that come too late. */
public final class CollectingSink implements BlockSink {

    private final ByteRange range;
    private final byte[] bytes;
    private final boolean[] seen;
    private long count;
    private boolean sealed;
    private String fault = "";
    private final AtomicBoolean writing = new AtomicBoolean();
    private final AtomicBoolean overlapping = new AtomicBoolean();

    /** For a range that fits into an array. */
    public CollectingSink(ByteRange range) {
        this.range = range;
        this.bytes = new byte[Math.toIntExact(range.length())];
        this.seen = new boolean[bytes.length];
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        if (!writing.compareAndSet(false, true)) {
            overlapping.set(true);
        }
        take(offset, source, from, length);
        writing.set(false);
    }

    private synchronized void take(long offset, byte[] source, int from, int length) {
        if (sealed) {
            fault = "written after the read was closed, at " + offset;
            return;
        }
        if (offset < range.offset() || offset + length > range.end()) {
            fault = "written outside of " + range + ": " + length + " at " + offset;
            return;
        }
        int start = (int) (offset - range.offset());
        for (int index = start; index < start + length; index++) {
            if (seen[index]) {
                fault = "written twice at " + (range.offset() + index);
            }
            seen[index] = true;
        }
        System.arraycopy(source, from, bytes, start, length);
        count += length;
    }

    /** From here on, any write is a fault. */
    public synchronized void seal() {
        sealed = true;
    }

    /** How many bytes have come. */
    public synchronized long count() {
        return count;
    }

    /**
     * What was collected.
     *
     * @throws AssertionError if it is not every byte of the range exactly once
     */
    public synchronized byte[] bytes() {
        requireFaultless();
        if (count != range.length()) {
            throw new AssertionError(count + " bytes came of " + range);
        }
        return bytes.clone();
    }

    /** Throws an {@code AssertionError} if anything was written that must not be. */
    public synchronized void requireFaultless() {
        if (overlapping.get()) {
            throw new AssertionError("written by two threads at once");
        }
        if (!fault.isEmpty()) {
            throw new AssertionError(fault);
        }
    }
}
