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

    /** The transfer begins anew, and nothing is stored, for a reason that a person may want to know: one sentence. */
    record NotResumed(String reason) implements TransferEvent {}

    /** There is no memory for a part yet. Told only of a part that has to wait for it; {@code PartReading} follows. */
    record PartWaiting(PartRange part) implements TransferEvent {}

    /**
     * What is held now; told when a part has taken its memory or given it back, and once before {@code Finished}.
     *
     * @param leasedBytes the memory of all parts of all transfers of the engine
     * @param budgetBytes what they may hold at most
     * @param connections with how many connections this transfer's source is read
     */
    record Resources(long leasedBytes, long budgetBytes, int connections) implements TransferEvent {}

    /**
     * A part has its memory; its bytes have been asked for. Told again if the part has to be read again. A part of an
     * unfinished upload may be read before {@code Planned}, to see whether that upload can be gone on with.
     *
     * @param cutThrough whether it is sent, or compared, while it is read
     */
    record PartReading(PartRange part, boolean cutThrough) implements TransferEvent {}

    /**
     * All bytes of a part were read: {@code PartStored} or {@code PartProven} follows, if it is to be stored or turned out
     * to be.
     *
     * @param took from {@code PartReading} on, repeated attempts included; of a part that is cut through only the time in
     *     which it waited for the source
     */
    record PartRead(PartRange part, Duration took) implements TransferEvent {}

    /**
     * The store acknowledged a part.
     *
     * @param took the attempt that succeeded; of a part that is cut through all its time, from {@code PartReading} on
     */
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
