package dev.crossdock.engine;

import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceIdentity;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Moves files. One instance owns one memory budget, which all its transfers share; it may be used from any thread, and
 * a program needs only one. It holds no thread and no connection of its own, so there is nothing to close.
 *
 * <p>Nothing here prints, exits, installs a security provider or keeps static state.
 */
public final class Crossdock {

    /** The memory that file contents take at most, in bytes, unless said otherwise: 64 MiB. */
    public static final long DEFAULT_MEMORY_BYTES = 64L << 20;

    private final Waits waits;
    private final RandomGenerator random;
    private final RetryPolicy policy;
    private final MemoryBudget budget;

    private Crossdock(long memoryBytes, Waits waits, RandomGenerator random, RetryPolicy policy) {
        this.waits = waits;
        this.random = random;
        this.policy = policy;
        this.budget = new MemoryBudget(memoryBytes, waits);
    }

    /** An engine with the default budget. */
    public static Crossdock create() {
        return withMemory(DEFAULT_MEMORY_BYTES);
    }

    /**
     * An engine with a budget of its own.
     *
     * @param memoryBytes the most that file contents may take in memory at any time, over all transfers
     */
    public static Crossdock withMemory(long memoryBytes) {
        return withMemory(memoryBytes, Thread.ofVirtual().factory());
    }

    /**
     * The same, on threads of the caller's choice.
     *
     * @param threads gives a transfer one thread for each part in flight and two beside them. Virtual threads, the usual
     *     choice, are for programs that live on. A program that ends after its transfers does so sooner on platform
     *     daemon threads: a JVM in which a virtual thread ever waited for a socket takes 0.3 s to exit
     */
    public static Crossdock withMemory(long memoryBytes, ThreadFactory threads) {
        return simulated(memoryBytes, new RealWaits(threads), new Random());
    }

    /** An engine whose threads, waits, clock and dice are the caller's: for tests that must be repeatable. */
    public static Crossdock simulated(long memoryBytes, Waits waits, RandomGenerator random) {
        return new Crossdock(memoryBytes, waits, random, RetryPolicy.USUAL);
    }

    /** How much of the budget is reserved now, in bytes. */
    public long reservedBytes() {
        return budget.reservedBytes();
    }

    /**
     * Says how a file would be moved, and moves nothing: one STAT is all that is asked of the server.
     *
     * @throws TransferException if the file can't be found, or not be moved within the limits
     */
    public TransferPlan plan(SourceFile source, ObjectStore store, TransferOptions options) throws TransferException {
        StopSignal never = new StopSignal(waits);
        Retries retries = new Retries(policy, random, never, new Events(TransferListener.NONE, waits), waits);
        FileStat stat = CopyJob.statRegular(source, retries);
        Lines lines = new Lines(source.expect(stat.sizeBytes()), store.latency());
        return new PartPlanner(store.limits(), budget.totalBytes())
                .plan(stat.sizeBytes(), SourceIdentity.of(source.location(), stat), options, source.access(), lines);
    }

    /**
     * Starts a transfer and returns at once.
     *
     * @param source is closed when the transfer ends
     * @param store stays open
     * @param listener hears everything, {@code Finished} last
     */
    public Transfer start(
            SourceFile source,
            ObjectStore store,
            ObjectKey target,
            TransferOptions options,
            TransferListener listener) {
        CopyJob job = new CopyJob(source, store, target, options, listener, budget, waits, random, policy);
        RunningTransfer transfer = new RunningTransfer(job, waits.newMonitor());
        waits.spawn("transfer", transfer);
        return transfer;
    }

    private static final class RunningTransfer implements Transfer, Runnable {

        private final CopyJob job;
        private final Waits.Monitor monitor;
        private @Nullable TransferOutcome outcome;
        private @Nullable Throwable defect;

        private RunningTransfer(CopyJob job, Waits.Monitor monitor) {
            this.job = job;
            this.monitor = monitor;
        }

        @Override
        public void run() {
            try {
                ended(job.run(), null);
            } catch (RuntimeException | Error e) {
                ended(null, e);
            }
        }

        private void ended(@Nullable TransferOutcome result, @Nullable Throwable thrown) {
            monitor.lock();
            try {
                outcome = result;
                defect = thrown;
                monitor.signalAll();
            } finally {
                monitor.unlock();
            }
        }

        @Override
        public TransferOutcome await() {
            monitor.lock();
            try {
                while (outcome == null && defect == null) {
                    monitor.await();
                }
                if (outcome == null) {
                    throw new IllegalStateException("the transfer ended with a defect of Crossdock", defect);
                }
                return outcome;
            } finally {
                monitor.unlock();
            }
        }

        @Override
        public void cancel() {
            job.cancel();
        }
    }
}
