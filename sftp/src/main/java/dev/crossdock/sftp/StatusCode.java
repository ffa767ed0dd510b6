package dev.crossdock.sftp;

/** The status codes of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 7). */
enum StatusCode {
    OK,
    EOF,
    NO_SUCH_FILE,
    PERMISSION_DENIED,
    FAILURE,
    BAD_MESSAGE,
    NO_CONNECTION,
    CONNECTION_LOST,
    OP_UNSUPPORTED;

    private static final StatusCode[] ALL = values();

    /** The code as it stands on the wire; what later versions of the protocol added is a {@code FAILURE}. */
    static StatusCode of(int onTheWire) {
        return onTheWire >= 0 && onTheWire < ALL.length ? ALL[onTheWire] : FAILURE;
    }
}
