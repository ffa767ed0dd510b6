package dev.crossdock.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The server is there but does not do what was asked of it: to write a file, or to delete one. The message is one
 * sentence that says what happened to what; the hint says what to try.
 */
public final class WriteRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** There is no such folder; of a deletion, no such file. */
        NOT_FOUND,
        /** The account may not do this. */
        FORBIDDEN,
        /** There is something of that name already. */
        EXISTS,
        /** The disk is full. */
        NO_SPACE,
        /** The server does not say why. */
        FAILED
    }

    private final Reason reason;
    private final String hint;

    WriteRefusedException(Reason reason, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.hint = hint;
    }

    public Reason reason() {
        return reason;
    }

    /** What to try next, as one sentence or part of one; may be empty. */
    public String hint() {
        return hint;
    }
}
