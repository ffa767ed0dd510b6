package dev.crossdock.engine;

import dev.crossdock.TransferException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A part's memory, taken and given back. */
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryBudgetBench {

    private static final long BUDGET_BYTES = 64L << 20;
    private static final int PART_BLOCKS = MemoryBudget.blocksFor((8 << 20) + 1);

    private final Waits waits = new RealWaits(Thread.ofVirtual().factory());
    private final StopSignal stop = new StopSignal(waits);
    private final MemoryBudget budget = new MemoryBudget(BUDGET_BYTES, waits);

    /** There is always enough. */
    @Benchmark
    @Threads(1)
    public int alone() throws TransferException {
        return leaseAndGiveBack();
    }

    /** More parts than the budget holds, so that some wait. */
    @Benchmark
    @Threads(12)
    public int inAQueue() throws TransferException {
        return leaseAndGiveBack();
    }

    private int leaseAndGiveBack() throws TransferException {
        try (BlockLease lease = budget.reserve(PART_BLOCKS, stop)) {
            return lease.blocks().length;
        }
    }
}
