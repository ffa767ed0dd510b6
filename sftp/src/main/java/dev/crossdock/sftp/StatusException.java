package dev.crossdock.sftp;

/** The server answered by a STATUS what should have had another answer. Never leaves this package. */
final class StatusException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Status status;

    StatusException(Status status) {
        super(status.toString());
        this.status = status;
    }

    Status status() {
        return status;
    }
}
