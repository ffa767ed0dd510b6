package dev.crossdock;

import org.jspecify.annotations.Nullable;

/** The source could not be read. */
public final class SourceException extends TransferException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as it matters to what happens next. */
    public enum Kind {
        /** The server refused the user, the password or the key. Never tried again: that would lock accounts. */
        AUTHENTICATION(false),
        /** The server is not who it should be, or nobody said who it should be. */
        HOST_KEY(false),
        /** No file of that name. */
        NOT_FOUND(false),
        /** A directory, a special file, or no permission. */
        UNREADABLE(false),
        /** The file is not the one it was when the transfer began. */
        CHANGED(false),
        /** The server broke the protocol. */
        PROTOCOL(false),
        /** A connection was refused, lost, or fell silent. */
        NETWORK(true);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Kind kind;

    public SourceException(Kind kind, String message, String hint, @Nullable Throwable cause) {
        super(message, hint, cause);
        this.kind = kind;
    }

    public SourceException(Kind kind, String message, String hint) {
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
