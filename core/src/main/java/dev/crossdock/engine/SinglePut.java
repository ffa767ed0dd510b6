package dev.crossdock.engine;

import dev.crossdock.ByteRange;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartRange;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import java.time.Duration;

/**
 * Moves a file that fits one request: all of it into memory, a last look at the source, then the request, for that
 * publishes the object when it is acknowledged and leaves nothing to check afterwards.
 */
final class SinglePut {

    private final CopyContext context;

    SinglePut(CopyContext context) {
        this.context = context;
    }

    Proof copy() throws TransferException, Publication.Unclear {
        PartRange all = context.plan().part(1);
        StopSignal stop = context.stop();
        context.pace().take(all.length(), stop);
        try (BlockLease lease = context.budget().reserve(MemoryBudget.blocksFor(all.length()), stop)) {
            RangeBuffer buffer = new RangeBuffer(new ByteRange(0, all.length()), lease.blocks());
            new PartReader(context, stop).fill(all, buffer, context.retries().of("read the file"));
            context.requireUnchanged();
            long started = context.waits().nanoTime();
            ObjectReceipt receipt = context.publication()
                    .publish(
                            "store the object",
                            () -> {
                                stop.check();
                                return context.store().put(context.target(), context.spec(), buffer);
                            },
                            buffer.crc32c(),
                            Integrity.SIZE);
            Duration took = Duration.ofNanos(context.waits().nanoTime() - started);
            context.events().tell(new TransferEvent.PartStored(all, took, receipt.integrity()));
            return new Proof(receipt, buffer.crc32c());
        }
    }
}
