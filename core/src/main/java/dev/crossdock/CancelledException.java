package dev.crossdock;

/** The caller cancelled the transfer. */
public final class CancelledException extends TransferException {

    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("The transfer was cancelled.", "", null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
