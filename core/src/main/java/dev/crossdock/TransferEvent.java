package dev.crossdock;

import java.time.Duration;

/** Something that happened during a transfer. */
public sealed interface TransferEvent {

    /** The source was found and the way it will go is decided. */
    record Planned(SourceLocation source, ObjectKey target, TransferPlan plan) implements TransferEvent {}

    /** A part has its memory; its bytes have been asked for. */
    record PartReading(PartRange part) implements TransferEvent {}

    /** All bytes of a part were read. A part that is cut through is sent meanwhile. */
    record PartRead(PartRange part, Duration took) implements TransferEvent {}

    /** The store acknowledged a part. */
    record PartStored(PartRange part, Duration took, Integrity integrity) implements TransferEvent {}

    /** A step failed and will be tried again after a pause. {@code attempt} counts the failed ones, from 1. */
    record Retried(String step, int attempt, Duration pause, TransferException cause) implements TransferEvent {}

    /** Nothing follows. */
    record Finished(TransferOutcome outcome) implements TransferEvent {}
}
