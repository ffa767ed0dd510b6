package dev.crossdock;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the store received or kept is not what was sent, or it can't show as much as was required. */
public final class IntegrityException extends TransferException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final @Nullable String storedETag;

    private IntegrityException(
            String message, String hint, boolean retryable, @Nullable String storedETag, @Nullable Throwable cause) {
        super(message, hint, cause);
        this.retryable = retryable;
        this.storedETag = storedETag;
    }

    /** One part arrived damaged: sending it again may help. */
    public static IntegrityException damagedPart(String message, @Nullable Throwable cause) {
        return new IntegrityException(message, "something between here and the store alters data", true, null, cause);
    }

    /**
     * The store acknowledged a whole object that is not what was sent, so the wrong one may be visible until it is
     * replaced: sending it again may help.
     *
     * @param eTag the store's name for what it stored
     */
    public static IntegrityException storedDamaged(String message, String eTag, @Nullable Throwable cause) {
        return new IntegrityException(message, "something between here and the store alters data", true, eTag, cause);
    }

    /**
     * The store put an object together that is not what was sent, so the wrong one may be visible.
     *
     * @param eTag the store's name for it
     */
    public static IntegrityException publishedWrong(String message, String eTag, @Nullable Throwable cause) {
        return new IntegrityException(message, "something between here and the store alters data", false, eTag, cause);
    }

    /** The object, or the proof of it, is not what it must be. */
    public static IntegrityException ofObject(String message, String hint, @Nullable Throwable cause) {
        return new IntegrityException(message, hint, false, null, cause);
    }

    /** The store's name for a wrong object that may be visible; empty if none is because of this. */
    public Optional<String> storedETag() {
        return Optional.ofNullable(storedETag);
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
