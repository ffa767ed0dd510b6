package dev.crossdock.engine;

import dev.crossdock.PartRange;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import java.util.Optional;

/** The memory of one part, and the telling of it: that it is waited for, had, and given back. Used by one thread. */
final class PartMemory implements AutoCloseable {

    private final CopyContext context;
    private final BlockLease lease;

    private PartMemory(CopyContext context, BlockLease lease) {
        this.context = context;
        this.lease = lease;
    }

    /** Takes it, after waiting for it if need be; fails as {@link MemoryBudget#reserve} does. */
    static PartMemory lease(CopyContext context, PartRange part, long bytes, StopSignal stop) throws TransferException {
        stop.check();
        int blocks = MemoryBudget.blocksFor(bytes);
        Optional<BlockLease> atOnce = context.budget().reserveAtOnce(blocks);
        if (atOnce.isEmpty()) {
            context.events().tell(new TransferEvent.PartWaiting(part));
        }
        BlockLease lease = atOnce.isPresent() ? atOnce.get() : context.budget().reserve(blocks, stop);
        PartMemory memory = new PartMemory(context, lease);
        boolean told = false;
        try {
            memory.tell();
            told = true;
            return memory;
        } finally {
            if (!told) {
                lease.close();
            }
        }
    }

    byte[][] blocks() {
        return lease.blocks();
    }

    private void tell() {
        MemoryBudget budget = context.budget();
        context.events()
                .tell(new TransferEvent.Resources(
                        budget.reservedBytes(),
                        budget.totalBytes(),
                        context.source().connections()));
    }

    @Override
    public void close() {
        lease.close();
        tell();
    }
}
