package dev.crossdock;

import java.time.Duration;

/** Something that happened during a transfer. */
public sealed interface TransferEvent {

    /** The source was found and the way it will go is decided. */
    record Planned(SourceLocation source, ObjectKey target, TransferPlan plan) implements TransferEvent {}

    /**
     * An unfinished upload of this very version is gone on with: {@code parts} of it, {@code bytes} in all, are stored and
     * proven, and will not be sent again. Follows {@code Planned}.
     */
    record Resumed(String uploadId, int parts, long bytes) implements TransferEvent {}

    /** The transfer begins anew, for a reason that a person may want to know: one sentence. */
    record NotResumed(String reason) implements TransferEvent {}

    /** A part has its memory; its bytes have been asked for. */
    record PartReading(PartRange part) implements TransferEvent {}

    /** All bytes of a part were read: {@code PartStored} or {@code PartProven} follows. A part that is cut through is sent meanwhile. */
    record PartRead(PartRange part, Duration took) implements TransferEvent {}

    /** The store acknowledged a part. */
    record PartStored(PartRange part, Duration took, Integrity integrity) implements TransferEvent {}

    /** A part that an earlier transfer had stored was read again, and the store has just that. */
    record PartProven(PartRange part, Duration took) implements TransferEvent {}

    /** A step failed and will be tried again after a pause. {@code attempt} counts the failed ones, from 1. */
    record Retried(String step, int attempt, Duration pause, TransferException cause) implements TransferEvent {}

    /**
     * The request that publishes the object is about to be sent: from here on a process that is ended can't know whether
     * the object is visible.
     */
    record Publishing() implements TransferEvent {}

    /**
     * An unfinished upload of the target's key may be left at the store, because it could not be aborted or somebody else
     * is using it. Says nothing against the object.
     */
    record LeftBehind(TransferException why) implements TransferEvent {}

    /** Nothing follows. */
    record Finished(TransferOutcome outcome) implements TransferEvent {}
}
