package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.CancelledException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;

/**
 * One transfer, from the plan to the exit code.
 *
 * @param memoryBytes the budget
 */
record Copy(SourceFile source, ObjectStore store, ObjectKey target, TransferOptions options, long memoryBytes) {

    /** What the heap must hold besides file contents. */
    private static final long HEAP_OVERHEAD_BYTES = 8L << 20;

    Copy {
        long heap = Runtime.getRuntime().maxMemory();
        if (memoryBytes > heap - HEAP_OVERHEAD_BYTES) {
            throw new UsageException(
                    "A memory budget of " + ByteSize.format(memoryBytes) + " does not fit into the "
                            + ByteSize.format(heap) + " that Java may use on this machine",
                    "choose a smaller --memory");
        }
    }

    /** Says how it would be done. */
    ExitCode plan(Report report) {
        try (source) {
            report.plannedOnly(
                    source.location(), target, Crossdock.withMemory(memoryBytes).plan(source, store, options));
            return ExitCode.DONE;
        } catch (TransferException e) {
            return failed(report, ExitCode.of(e), e);
        }
    }

    /** Does it. A signal meanwhile cancels it. */
    ExitCode run(Report report, Interrupts interrupts) {
        Transfer transfer = Crossdock.withMemory(memoryBytes).start(source, store, target, options, report);
        interrupts.onSignal(transfer::cancel);
        TransferOutcome outcome = transfer.await();
        report.close();
        return switch (outcome) {
            case TransferOutcome.Completed completed -> {
                report.completed(completed.receipt());
                yield ExitCode.DONE;
            }
            case TransferOutcome.AlreadyThere there -> {
                report.alreadyThere(there);
                yield ExitCode.DONE;
            }
            case TransferOutcome.Failed failed ->
                failed.cause() instanceof CancelledException
                        ? stopped(report, interrupts.received().orElse(ExitCode.INTERRUPTED), failed.cause())
                        : failed(report, ExitCode.of(failed.cause()), failed.cause());
            case TransferOutcome.Unconfirmed unconfirmed -> failed(report, ExitCode.UNCONFIRMED, unconfirmed.cause());
        };
    }

    private ExitCode stopped(Report report, ExitCode code, TransferException cause) {
        String signal = code == ExitCode.TERMINATED ? "SIGTERM" : "SIGINT";
        String left = cause.getSuppressed().length == 0
                ? "no object was made and nothing is left at the store"
                : "no object was made, but " + leftBehind(cause);
        report.failed(code, "Stopped by " + signal + ": " + left, "run the same command again");
        return code;
    }

    private static ExitCode failed(Report report, ExitCode code, TransferException cause) {
        String message = String.valueOf(cause.getMessage());
        report.failed(
                code,
                cause.getSuppressed().length == 0 ? message : message + " (and " + leftBehind(cause) + ")",
                cause.hint());
        Failures.log(cause);
        return code;
    }

    private static String leftBehind(TransferException cause) {
        return "an unfinished upload may be left there: " + cause.getSuppressed()[0].getMessage();
    }
}
