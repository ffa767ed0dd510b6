package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.CancelledException;
import dev.crossdock.KeptUpload;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import java.util.Locale;
import java.util.Optional;

/**
 * One transfer, from the plan to the exit code.
 *
 * @param memoryBytes the budget
 */
record Copy(SourceFile source, ObjectStore store, ObjectKey target, TransferOptions options, long memoryBytes) {

    /** What the heap must hold besides file contents. */
    private static final long HEAP_OVERHEAD_BYTES = 8L << 20;

    /** What is left at the store is of use. */
    private static final String GO_ON = "run the same command again: it goes on from there";

    Copy {
        long heap = Runtime.getRuntime().maxMemory();
        if (memoryBytes > heap - HEAP_OVERHEAD_BYTES) {
            throw new UsageException(
                    "A memory budget of " + ByteSize.format(memoryBytes) + " does not fit into the "
                            + ByteSize.format(heap) + " that Java may use on this machine",
                    "choose a smaller --memory");
        }
    }

    private Crossdock engine() {
        return Crossdock.withMemory(memoryBytes, ProcessThreads.FACTORY);
    }

    /** Says how it would be done. */
    ExitCode plan(Report report) {
        try (source) {
            report.plannedOnly(source.location(), target, engine().plan(source, store, options));
            return ExitCode.DONE;
        } catch (TransferException e) {
            return failed(report, ExitCode.of(e), e, Optional.empty());
        }
    }

    /** Does it. A signal meanwhile cancels it. */
    ExitCode run(Report report, Interrupts interrupts) {
        return run(report, interrupts, TransferListener.NONE);
    }

    /** The same, heard by somebody beside the report. */
    ExitCode run(Report report, Interrupts interrupts, TransferListener telemetry) {
        Transfer transfer = engine().start(source, store, target, options, event -> {
            if (event instanceof TransferEvent.Publishing) {
                interrupts.publishing(target);
            }
            telemetry.on(event);
            report.on(event);
        });
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
                        ? stopped(report, interrupts.received().orElse(ExitCode.INTERRUPTED), failed)
                        : failed(report, ExitCode.of(failed.cause()), failed.cause(), failed.kept());
            case TransferOutcome.Unconfirmed unconfirmed ->
                unconfirmed.cause() instanceof CancelledException
                        ? stoppedWhilePublishing(report, interrupts.received().orElse(ExitCode.INTERRUPTED))
                        : failed(report, ExitCode.UNCONFIRMED, unconfirmed.cause(), Optional.empty());
        };
    }

    /** The signal's own code would say that there is no object. */
    private ExitCode stoppedWhilePublishing(Report report, ExitCode signal) {
        report.failed(
                ExitCode.UNCONFIRMED,
                "Stopped by " + Wording.signal(signal) + " while the store had not answered yet: " + target
                        + " may have been made or not",
                "run the same command again: it recognises its own object");
        return ExitCode.UNCONFIRMED;
    }

    private static ExitCode stopped(Report report, ExitCode code, TransferOutcome.Failed outcome) {
        report.failed(
                code,
                "Stopped by " + Wording.signal(code) + ": no object was made, " + left(outcome.cause(), outcome.kept()),
                outcome.kept().isPresent() ? GO_ON : "run the same command again");
        return code;
    }

    private static ExitCode failed(Report report, ExitCode code, TransferException cause, Optional<KeptUpload> kept) {
        String message = String.valueOf(cause.getMessage());
        boolean clean = kept.isEmpty() && cause.getSuppressed().length == 0;
        String hint = cause.hint();
        if (kept.isPresent()) {
            hint = hint.isEmpty() ? GO_ON : hint + ", then " + GO_ON;
        }
        report.failed(code, clean ? message : message + " (" + left(cause, kept) + ")", hint);
        Failures.log(cause);
        return code;
    }

    private static String left(TransferException cause, Optional<KeptUpload> kept) {
        if (kept.isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "%,d of %,d parts are stored",
                    kept.get().partsStored(),
                    kept.get().parts());
        }
        return cause.getSuppressed().length == 0
                ? "and nothing is left at the store"
                : "but an unfinished upload may be left there: " + cause.getSuppressed()[0].getMessage();
    }
}
