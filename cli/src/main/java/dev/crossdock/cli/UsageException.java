package dev.crossdock.cli;

/** What was asked for can't be understood or contradicts itself. Neither text holds a secret, or may hold one. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * @param message what is wrong with what
     * @param hint what to write instead
     */
    UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
