package dev.crossdock.telemetry;

import dev.crossdock.TransferOutcome;
import java.util.List;

/** How a transfer ended, as a label. */
final class OutcomeLabel {

    private static final String COMPLETED = "completed";
    private static final String ALREADY_THERE = "already_there";
    static final String FAILED = "failed";
    private static final String UNCONFIRMED = "unconfirmed";

    /** Every word there is. */
    static final List<String> ALL = List.of(COMPLETED, ALREADY_THERE, FAILED, UNCONFIRMED);

    private OutcomeLabel() {}

    static String of(TransferOutcome outcome) {
        return switch (outcome) {
            case TransferOutcome.Completed completed -> COMPLETED;
            case TransferOutcome.AlreadyThere there -> ALREADY_THERE;
            case TransferOutcome.Failed failed -> FAILED;
            case TransferOutcome.Unconfirmed unconfirmed -> UNCONFIRMED;
        };
    }
}
