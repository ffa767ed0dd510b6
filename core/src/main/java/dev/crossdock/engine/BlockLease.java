package dev.crossdock.engine;

/**
 * Blocks that belong to one part until the lease is closed. Used by one thread; closing it again does nothing.
 *
 * <p>Close it only when nobody writes to the blocks any more: they go to the next part at once.
 */
final class BlockLease implements AutoCloseable {

    private final MemoryBudget budget;
    private final byte[][] blocks;
    private boolean open = true;

    BlockLease(MemoryBudget budget, byte[][] blocks) {
        this.budget = budget;
        this.blocks = blocks;
    }

    byte[][] blocks() {
        if (!open) {
            throw new IllegalStateException("the lease was given back");
        }
        return blocks;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            budget.giveBack(blocks);
        }
    }
}
