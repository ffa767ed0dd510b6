package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import dev.crossdock.telemetry.ProcessFigures;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A report for people: the plan and the receipt on stdout, progress and errors on stderr. */
final class TextReport implements Report {

    private final Terminal terminal;
    private final boolean quiet;
    private final boolean verbose;
    private final Progress progress = new Progress(System::nanoTime);
    private final AtomicBoolean slowedDown = new AtomicBoolean();
    private final @Nullable ProgressDisplay display;

    TextReport(Terminal terminal, OutputOptions options) {
        this.terminal = terminal;
        this.quiet = options.quiet();
        this.verbose = options.verbose();
        this.display = options.showsProgress() ? ProgressDisplay.start(terminal, progress) : null;
    }

    @Override
    public void on(TransferEvent event) {
        if (event instanceof TransferEvent.Planned planned) {
            result(Wording.plan(planned.source(), planned.target(), planned.plan()));
        }
        if (event instanceof TransferEvent.Resumed resumed) {
            result(Wording.resumed(resumed));
        }
        if (event instanceof TransferEvent.NotResumed not) {
            result(Wording.printable(not.reason()));
        }
        if (verbose && event instanceof TransferEvent.Retried retried) {
            if (asksForFewerRequests(retried.cause()) && slowedDown.compareAndSet(false, true)) {
                terminal.progress(Wording.slowedDown(retried)); // once: what it means is the same each time
            }
            terminal.progress(Wording.retried(retried));
        }
        if (event instanceof TransferEvent.LeftBehind left) {
            terminal.warning(Wording.error(
                    "An unfinished upload may be left at the store: "
                            + left.why().getMessage(),
                    "see crossdock cleanup"));
        }
        progress.on(event);
    }

    private static boolean asksForFewerRequests(TransferException cause) {
        return cause instanceof StoreException refused && refused.kind() == StoreException.Kind.THROTTLED;
    }

    @Override
    public void plannedOnly(SourceLocation source, ObjectKey target, TransferPlan plan) {
        terminal.result(Wording.plan(source, target, plan)); // even if quiet: it is all that was asked for
        result("Dry run: nothing was moved.");
    }

    @Override
    public void completed(TransferReceipt receipt) {
        result(Wording.done(receipt, ProcessFigures.now(terminal.diskBytes())));
    }

    @Override
    public void alreadyThere(TransferOutcome.AlreadyThere outcome) {
        result("✓ " + Wording.printable(outcome.target().toString()) + " is there already, made from this version of "
                + Wording.printable(outcome.source().toString()) + " ("
                + ByteSize.format(outcome.object().sizeBytes()) + "): nothing was moved; --always copies anyway");
    }

    @Override
    public void failed(ExitCode code, String message, String hint) {
        terminal.message(Wording.error(message, hint));
    }

    @Override
    public void close() {
        if (display != null) {
            display.close();
        }
    }

    private void result(String line) {
        if (!quiet) {
            terminal.result(line);
        }
    }
}
