package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;

/** A file's handle on one connection. */
final class OpenFile {

    /** A handle may be no longer (draft-ietf-secsh-filexfer-02, section 6.2). */
    static final int MAX_HANDLE_BYTES = 256;

    private final SftpConnection connection;
    private final byte[] handle;
    private final SourceLocation location;

    /**
     * @param handle the server's name for it
     * @throws SourceException if the handle is longer than the protocol allows
     */
    OpenFile(SftpConnection connection, byte[] handle, SourceLocation location) throws SourceException {
        if (handle.length > MAX_HANDLE_BYTES) {
            throw ProtocolFailure.of("a handle of " + handle.length + " bytes");
        }
        this.connection = connection;
        this.handle = handle;
        this.location = location;
    }

    SftpConnection connection() {
        return connection;
    }

    byte[] handle() {
        return handle;
    }

    /** The file, as it is named to people. */
    @Override
    public String toString() {
        return location.toString();
    }
}
