package dev.crossdock;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A transfer, or one attempt at a step of it, failed. The message is one sentence that says what happened to what; the
 * hint says what to try. Neither holds a secret.
 */
public abstract sealed class TransferException extends IOException
        permits SourceException, StoreException, IntegrityException, PlanException, CancelledException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    TransferException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What to try next, as one sentence or part of one; may be empty. */
    public String hint() {
        return hint;
    }

    /** Whether the same step may succeed when it is tried again. */
    public abstract boolean retryable();
}
