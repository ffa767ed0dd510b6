package dev.crossdock.sftp;

import com.jcraft.jsch.Session;
import java.io.OutputStream;
import java.util.Optional;

/** An SSH session with its one SFTP channel, as far as {@link SftpConnection} needs to know it. */
final class SshLink {

    private final Threads threads;
    private final Session session;
    private final RawSocket socket;
    private final OutputStream requests;
    private final SshLog log;

    SshLink(Threads threads, Session session, RawSocket socket, OutputStream requests, SshLog log) {
        this.threads = threads;
        this.session = session;
        this.socket = socket;
        this.requests = requests;
        this.log = log;
    }

    /** Takes what is to be sent to the server. One thread may use it; it may block. */
    OutputStream requests() {
        return requests;
    }

    /** Why the session ended, if it did and somebody knows. */
    Optional<Throwable> failure() {
        return log.failure();
    }

    /** Ends the session at once. Never blocks. */
    void cut() {
        socket.close();
    }

    /** Takes leave of the server in the background, for as long as that takes. */
    void disconnect() {
        threads.start("ssh goodbye", () -> {
            session.disconnect();
            socket.close();
        });
    }
}
