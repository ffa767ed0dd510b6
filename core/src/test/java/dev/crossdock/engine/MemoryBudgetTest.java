package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.CancelledException;
import dev.crossdock.TransferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class MemoryBudgetTest {

    private final Waits waits = new RealWaits(Thread.ofVirtual().factory());
    private final StopSignal stop = new StopSignal(waits);

    private MemoryBudget budgetOf(int blocks) {
        return new MemoryBudget((long) blocks * MemoryBudget.BLOCK_BYTES, waits);
    }

    @Test
    void countsWhatIsReservedAndTakesItBackOnce() throws TransferException {
        MemoryBudget budget = budgetOf(4);
        BlockLease lease = budget.reserve(3, stop);
        assertThat(budget.reservedBytes()).isEqualTo(3L * MemoryBudget.BLOCK_BYTES);
        lease.close();
        lease.close();
        assertThat(budget.reservedBytes()).isZero();
    }

    @Test
    void usesTheSameBlocksAgain() throws TransferException {
        MemoryBudget budget = budgetOf(2);
        byte[] first;
        try (BlockLease lease = budget.reserve(1, stop)) {
            first = lease.blocks()[0];
        }
        try (BlockLease lease = budget.reserve(1, stop)) {
            assertThat(lease.blocks()[0]).isSameAs(first);
        }
    }

    @Test
    void refusesWhatItCouldNeverHold() {
        assertThatThrownBy(() -> budgetOf(2).reserve(3, stop)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesAtOnceOnlyWhatIsThereAndNobodyWaitsFor() throws Exception {
        MemoryBudget budget = budgetOf(4);
        BlockLease held = budget.reserveAtOnce(3).orElseThrow();
        assertThat(budget.reservedBytes()).isEqualTo(3L * MemoryBudget.BLOCK_BYTES);
        assertThat(budget.reserveAtOnce(2)).isEmpty();
        Waits.Task waiting = waits.spawn("waits", () -> {
            try (BlockLease lease = budget.reserve(4, stop)) {
                assertThat(lease.blocks().length).isEqualTo(4);
            } catch (TransferException e) {
                throw new AssertionError(e);
            }
        });
        while (budget.reserveAtOnce(1)
                .map(lease -> {
                    lease.close();
                    return true;
                })
                .orElse(false)) {
            Thread.onSpinWait(); // until the other has its place in the queue: then nothing overtakes it
        }
        held.close();
        waiting.join();
        assertThat(budget.reservedBytes()).isZero();
    }

    @Test
    void aSmallReservationDoesNotOvertakeALargeOneThatCameFirst() throws Exception {
        MemoryBudget budget = budgetOf(4);
        BlockLease held = budget.reserve(2, stop);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(2);
        Thread large = reserveInThread(budget, 4, "large", order, done);
        awaitWaiting(large);
        Thread small = reserveInThread(budget, 1, "small", order, done);
        awaitWaiting(small);
        held.close();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("large", "small");
    }

    private Thread reserveInThread(
            MemoryBudget budget, int blocks, String name, List<String> order, CountDownLatch done) {
        return Thread.ofPlatform().start(() -> {
            try (BlockLease lease = budget.reserve(blocks, stop)) {
                order.add(name);
                assertThat(lease.blocks().length).isEqualTo(blocks);
            } catch (TransferException e) {
                order.add(e.toString());
            } finally {
                done.countDown();
            }
        });
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aStoppedTransferLeavesTheQueueAndTheNextOneIsServed() throws Exception {
        MemoryBudget budget = budgetOf(2);
        BlockLease held = budget.reserve(1, stop);
        StopSignal other = new StopSignal(waits);
        AtomicInteger cancelled = new AtomicInteger();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try (BlockLease lease = budget.reserve(2, other)) {
                assertThat(lease.blocks().length).isZero();
            } catch (CancelledException e) {
                cancelled.incrementAndGet();
            } catch (TransferException e) {
                throw new AssertionError(e);
            }
        });
        awaitWaiting(waiting);
        other.stop(new CancelledException());
        waiting.join();
        assertThat(cancelled).hasValue(1);
        budget.reserve(1, stop).close();
        held.close();
        assertThat(budget.reservedBytes()).isZero();
    }

    /** No set of parts, sizes and budgets can deadlock: every part gets its blocks, whatever the others hold. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding only makes more orders likely
    @ParameterizedTest
    @MethodSource("seeds")
    void everyReservationIsServedWhateverTheSizesAndTheBudget(long seed) throws InterruptedException {
        Random random = new Random(seed);
        int blocks = 1 + random.nextInt(12);
        int[] wishes = random.ints(1 + random.nextInt(24), 1, 13).toArray();
        MemoryBudget budget = budgetOf(blocks);
        CountDownLatch served = new CountDownLatch(wishes.length);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        for (int wish : wishes) {
            int size = Math.min(wish, blocks);
            waits.spawn("part", () -> {
                try (BlockLease lease = budget.reserve(size, stop)) {
                    most.accumulateAndGet(now.addAndGet(lease.blocks().length), Math::max);
                    Thread.yield();
                    now.addAndGet(-size);
                } catch (TransferException e) {
                    throw new AssertionError(e);
                }
                served.countDown();
            });
        }
        assertThat(served.await(30, TimeUnit.SECONDS))
                .as("all parts were served")
                .isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(blocks);
        assertThat(budget.reservedBytes()).isZero();
    }

    private static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}
