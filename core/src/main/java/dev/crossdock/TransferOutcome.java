package dev.crossdock;

import java.util.Optional;

/** How a transfer ended. */
public sealed interface TransferOutcome {

    /** The object is there, and its bytes equal the source's as far as the receipt's integrity level says. */
    record Completed(TransferReceipt receipt) implements TransferOutcome {}

    /**
     * An object made from this very version of the source was there before: nothing was moved.
     *
     * @param integrity what the object shows, or what comparing it with the file showed
     */
    record AlreadyThere(SourceLocation source, ObjectKey target, StoredObject object, Integrity integrity)
            implements TransferOutcome {

        /** One that shows it by itself. */
        public AlreadyThere(SourceLocation source, ObjectKey target, StoredObject object) {
            this(source, target, object, object.shown());
        }
    }

    /**
     * No new object is visible, unless {@code cause} is an {@code IntegrityException} whose message says that one is or
     * may be. What is left at the store is either {@code kept}, or said in suppressed exceptions of {@code cause}, or
     * nothing.
     *
     * @param cause the first thing that went wrong
     * @param kept the unfinished upload that the same transfer will go on with when it is run again
     */
    record Failed(TransferException cause, Optional<KeptUpload> kept) implements TransferOutcome {}

    /**
     * The request that publishes the object was sent, and nobody can say what became of it: the object may be there.
     * Running the same transfer again settles it.
     */
    record Unconfirmed(TransferException cause) implements TransferOutcome {}
}
