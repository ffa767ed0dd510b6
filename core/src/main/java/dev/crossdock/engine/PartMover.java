package dev.crossdock.engine;

import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.time.Duration;

/**
 * Moves one part after the other: lease, read, send, give back. A part that the store refused for now is sent again from
 * memory; if the pause is long, its memory is given to others and the range is read again.
 */
final class PartMover {

    /** A pause longer than this is a waste of memory. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(2);

    private final CopyContext context;
    private final StopSignal stop;
    private final Upload upload;
    private final PartReader reader;

    PartMover(CopyContext context, StopSignal stop, Upload upload) {
        this.context = context;
        this.stop = stop;
        this.upload = upload;
        this.reader = new PartReader(context, stop);
    }

    PartReceipt move(PartRange part) throws TransferException {
        Retries.Attempts attempts = context.retries().of("move part " + part.partNumber());
        while (true) {
            context.pace().take(part.length(), stop);
            Duration pause;
            try (BlockLease lease = context.budget().reserve(blocks(), stop)) {
                if (!context.plan().cutThrough()) {
                    return hold(part, lease, attempts);
                }
                return cutThrough(part, lease);
            } catch (LongPause e) {
                pause = e.pause;
            } catch (TransferException e) {
                if (!context.plan().cutThrough()) {
                    throw e;
                }
                pause = attempts.nextPause(e);
            }
            stop.pause(pause);
        }
    }

    private int blocks() {
        return MemoryBudget.blocksFor(context.plan().reservedBytesPerPart());
    }

    private PartReceipt hold(PartRange part, BlockLease lease, Retries.Attempts attempts)
            throws TransferException, LongPause {
        RangeBuffer buffer = new RangeBuffer(part.bytes(), lease.blocks());
        reader.fill(part, buffer, attempts);
        while (true) {
            stop.check();
            try {
                long started = context.waits().nanoTime();
                return stored(part, upload.put(part, buffer), started);
            } catch (TransferException failure) {
                Duration pause = attempts.nextPause(failure);
                if (pause.compareTo(LONG_PAUSE) > 0) {
                    throw new LongPause(pause);
                }
                stop.pause(pause);
            }
        }
    }

    private PartReceipt cutThrough(PartRange part, BlockLease lease) throws TransferException {
        context.events().tell(new TransferEvent.PartReading(part));
        long started = context.waits().nanoTime();
        PartReceipt receipt = upload.put(part, new CutThroughBody(context.source(), part, lease.blocks()));
        context.events().tell(new TransferEvent.PartRead(part, since(started)));
        return stored(part, receipt, started);
    }

    private PartReceipt stored(PartRange part, PartReceipt receipt, long startedNanos) {
        context.events().tell(new TransferEvent.PartStored(part, since(startedNanos), receipt.integrity()));
        return receipt;
    }

    private Duration since(long startedNanos) {
        return Duration.ofNanos(context.waits().nanoTime() - startedNanos);
    }

    /** The part can be tried again, but not soon. */
    private static final class LongPause extends Exception {

        private static final long serialVersionUID = 1L;

        private final Duration pause;

        private LongPause(Duration pause) {
            super("", null, false, false);
            this.pause = pause;
        }
    }
}
