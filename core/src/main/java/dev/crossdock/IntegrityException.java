package dev.crossdock;

import org.jspecify.annotations.Nullable;

/** What the store received or kept is not what was sent, or it can't show as much as was required. */
public final class IntegrityException extends TransferException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private IntegrityException(String message, String hint, boolean retryable, @Nullable Throwable cause) {
        super(message, hint, cause);
        this.retryable = retryable;
    }

    /** One part arrived damaged: sending it again may help. */
    public static IntegrityException damagedPart(String message, @Nullable Throwable cause) {
        return new IntegrityException(message, "something between here and the store alters data", true, cause);
    }

    /** The object, or the proof of it, is not what it must be. */
    public static IntegrityException ofObject(String message, String hint, @Nullable Throwable cause) {
        return new IntegrityException(message, hint, false, cause);
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
