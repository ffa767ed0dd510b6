package dev.crossdock.engine;

import dev.crossdock.PlanException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreLimits;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferPlan;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How a file is cut, once for a transfer. */
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PartPlannerBench {

    private static final long MEMORY_BYTES = 64L << 20;

    @Param({"33554432", "1099511627776"})
    private long fileBytes;

    private final PartPlanner planner = new PartPlanner(StoreLimits.S3, MEMORY_BYTES);
    private final SourceIdentity identity = new SourceIdentity("abcde" + "0".repeat(27));
    private final Lines lines = new Lines(2, Duration.ZERO);
    private final TransferOptions options = TransferOptions.defaults();

    @Benchmark
    public TransferPlan plan() throws PlanException {
        return planner.plan(fileBytes, identity, options, SourceFile.Access.ANY_ORDER, lines);
    }
}
