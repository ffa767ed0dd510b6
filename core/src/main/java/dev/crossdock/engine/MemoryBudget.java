package dev.crossdock.engine;

import dev.crossdock.TransferException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * All the memory that file contents may take, cut into blocks of one size.
 *
 * <p>Whoever needs memory reserves all of it in one call, before anything is asked of a server, and reservations are
 * served strictly in the order in which they were made. So nobody ever holds some blocks and waits for more, and no set
 * of parts, sizes and budgets can deadlock; and a large reservation can't be starved by small ones.
 *
 * <p>A block is allocated when it is first needed and kept for as long as the engine lives, so a running transfer
 * allocates nothing.
 */
final class MemoryBudget {

    /** Large enough that a 255 KiB reply falls on two at most, small enough that the last one of a part wastes little. */
    static final int BLOCK_BYTES = 256 << 10;

    private final Waits.Monitor monitor;
    private final int totalBlocks;
    private final Deque<Ticket> queue = new ArrayDeque<>();
    private final Deque<byte[]> free = new ArrayDeque<>();
    private int allocatedBlocks;
    private int reservedBlocks;

    /**
     * @param bytes rounded down to whole blocks
     */
    MemoryBudget(long bytes, Waits waits) {
        this.totalBlocks = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / BLOCK_BYTES));
        this.monitor = waits.newMonitor();
    }

    /** How many blocks a number of bytes takes. */
    static int blocksFor(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, (long) BLOCK_BYTES));
    }

    long totalBytes() {
        return (long) totalBlocks * BLOCK_BYTES;
    }

    /** Whether one reservation can be large enough for so many bytes. */
    boolean canHold(long bytes) {
        return blocksFor(bytes) <= totalBlocks;
    }

    /** Bytes that are reserved now. */
    long reservedBytes() {
        monitor.lock();
        try {
            return (long) reservedBlocks * BLOCK_BYTES;
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Waits for its turn and then for the blocks.
     *
     * @throws IllegalArgumentException if the budget could never hold that many
     * @throws TransferException the stop signal's cause, if the transfer is stopped first
     */
    BlockLease reserve(int blocks, StopSignal stop) throws TransferException {
        if (blocks < 0 || blocks > totalBlocks) {
            throw new IllegalArgumentException(blocks + " blocks of " + totalBlocks);
        }
        Runnable wake = monitor::wake;
        stop.onStop(wake);
        try {
            return new BlockLease(this, takeInTurn(blocks, stop));
        } finally {
            stop.forget(wake);
        }
    }

    /** Takes the blocks if they are there and nobody waits for any; empty otherwise. */
    Optional<BlockLease> reserveAtOnce(int blocks) {
        monitor.lock();
        try {
            return queue.isEmpty() && totalBlocks - reservedBlocks >= blocks
                    ? Optional.of(new BlockLease(this, take(blocks)))
                    : Optional.empty();
        } finally {
            monitor.unlock();
        }
    }

    private byte[][] takeInTurn(int blocks, StopSignal stop) throws TransferException {
        Ticket ticket = new Ticket();
        monitor.lock();
        try {
            queue.addLast(ticket);
            try {
                while (!ticket.isFirstOf(queue) || totalBlocks - reservedBlocks < blocks) {
                    stop.check();
                    monitor.await();
                }
                stop.check();
                return take(blocks);
            } finally {
                queue.remove(ticket);
                monitor.signalAll();
            }
        } finally {
            monitor.unlock();
        }
    }

    /** With the monitor held, and as many blocks to be had. */
    private byte[][] take(int blocks) {
        while (free.size() < blocks) {
            free.addLast(new byte[BLOCK_BYTES]);
            allocatedBlocks++;
        }
        byte[][] taken = new byte[blocks][];
        for (int i = 0; i < blocks; i++) {
            taken[i] = free.removeLast();
        }
        reservedBlocks += blocks; // last: if there is no heap for them, whoever comes next must not wait for ever
        return taken;
    }

    void giveBack(byte[][] blocks) {
        monitor.lock();
        try {
            for (byte[] block : blocks) {
                free.addLast(block);
            }
            reservedBlocks -= blocks.length;
            if (reservedBlocks < 0 || free.size() > allocatedBlocks) {
                throw new IllegalStateException("more blocks given back than were leased");
            }
            monitor.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    /** A place in the queue. */
    private static final class Ticket {

        @SuppressWarnings("ReferenceEquality") // a place is nothing but itself
        private boolean isFirstOf(Deque<Ticket> queue) {
            return queue.peekFirst() == this;
        }
    }
}
