package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;

/** What is said of one transfer, to whoever reads it. The listener's events come while it runs, then one of the ends. */
sealed interface Report extends TransferListener, AutoCloseable permits TextReport, JsonReport {

    /** The plan was all that was asked for. */
    void plannedOnly(SourceLocation source, ObjectKey target, TransferPlan plan);

    void completed(TransferReceipt receipt);

    void alreadyThere(TransferOutcome.AlreadyThere outcome);

    /**
     * No success.
     *
     * @param message what happened to what
     * @param hint what to try; may be empty
     */
    void failed(ExitCode code, String message, String hint);

    /** Nothing more is said of progress. Comes before the end is told; may come again. */
    @Override
    void close();
}
