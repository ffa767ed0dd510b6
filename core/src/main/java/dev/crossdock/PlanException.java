package dev.crossdock;

/** The transfer can't be done as asked: no bytes were moved. */
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
