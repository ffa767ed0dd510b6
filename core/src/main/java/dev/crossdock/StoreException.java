package dev.crossdock;

import org.jspecify.annotations.Nullable;

/** The store could not be used, or refused. */
public final class StoreException extends TransferException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as it matters to what happens next. */
    public enum Kind {
        /** The store does not know these credentials, or their signature is wrong, or there are none. */
        AUTHENTICATION(false),
        /** The credentials are known but may not do this. */
        FORBIDDEN(false),
        NO_SUCH_BUCKET(false),
        /** The upload was completed, aborted, or cut by a lifecycle rule. */
        NO_SUCH_UPLOAD(false),
        /**
         * The upload holds other parts than those that were acknowledged here: somebody else puts parts to it, most likely
         * the same ones under names of their own.
         */
        PARTS_REPLACED(false),
        /** An object is there, and it was not to be replaced. */
        TARGET_EXISTS(false),
        /** The store will never take this request, or what answers is no S3 store. */
        REJECTED(false),
        /** The store asks for fewer requests (503 SlowDown, 429). */
        THROTTLED(true),
        /** The store failed and said so (5xx, RequestTimeout, a conflict that passes). */
        UNAVAILABLE(true),
        /** No connection could be made: nothing was sent. */
        UNREACHABLE(true),
        /** A request was sent and no answer came: the store may or may not have acted. */
        NO_ANSWER(true);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, String hint, @Nullable Throwable cause) {
        super(message, hint, cause);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, String hint) {
        this(kind, message, hint, null);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public boolean retryable() {
        return kind.retryable;
    }
}
