package dev.crossdock;

/**
 * The transfer can't be done as asked. Nothing was moved, unless the source turned out to be other than it seemed when it
 * was planned: then what is stored is kept, for the same transfer with what it takes.
 */
public final class PlanException extends TransferException {

    private static final long serialVersionUID = 1L;

    public PlanException(String message, String hint) {
        super(message, hint, null);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
