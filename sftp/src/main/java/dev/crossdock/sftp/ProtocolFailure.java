package dev.crossdock.sftp;

import dev.crossdock.SourceException;

/** Says that a server broke the protocol. Only for what no network can be blamed for: SSH guards every byte. */
final class ProtocolFailure {

    static final String HINT =
            "look at the server's own log; another server, or another version of this one, may do better";

    private ProtocolFailure() {}

    static SourceException of(String what) {
        return new SourceException(
                SourceException.Kind.PROTOCOL, "The SFTP server broke the protocol: it sent " + what + ".", HINT);
    }
}
