package dev.crossdock;

/** How a transfer ended. */
public sealed interface TransferOutcome {

    /** The object is there, and its bytes equal the source's as far as the receipt's integrity level says. */
    record Completed(TransferReceipt receipt) implements TransferOutcome {}

    /** An object made from this very version of the source was there before: nothing was moved. */
    record AlreadyThere(SourceLocation source, ObjectKey target, StoredObject object) implements TransferOutcome {}

    /**
     * No new object is visible, and nothing unfinished was left at the store unless {@code cause} has suppressed
     * exceptions that say so.
     *
     * @param cause the first thing that went wrong
     */
    record Failed(TransferException cause) implements TransferOutcome {}

    /**
     * The request that publishes the object was sent, and nobody can say what became of it: the object may be there.
     * Running the same transfer again settles it.
     */
    record Unconfirmed(TransferException cause) implements TransferOutcome {}
}
