package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to log in to one account. A refused login is never tried again, by whomever: many servers lock an account
 * after some. May be used from any thread.
 */
final class Logins {

    private final SshConnector connector;
    private final ReentrantLock lock = new ReentrantLock();

    /** Of attempts under way; closing one ends the attempt. */
    private final Set<RawSocket> sockets = new HashSet<>();

    private @Nullable SourceException refusal;
    private boolean closed;

    Logins(SshConnector connector) {
        this.connector = connector;
    }

    /** Connects and logs in, once. */
    SftpConnection connect(ConnectAttempt attempt) throws SourceException {
        begin(attempt);
        try {
            return SftpConnection.open(connector, attempt);
        } catch (SourceException e) {
            if (e.kind() == SourceException.Kind.AUTHENTICATION || e.kind() == SourceException.Kind.HOST_KEY) {
                refused(e);
            }
            throw e;
        } finally {
            end(attempt);
        }
    }

    private void begin(ConnectAttempt attempt) throws SourceException {
        lock.lock();
        try {
            if (closed) {
                throw closedFailure();
            }
            if (refusal != null) {
                throw Rethrown.from(refusal);
            }
            sockets.add(attempt.socket());
        } finally {
            lock.unlock();
        }
    }

    private void refused(SourceException why) {
        lock.lock();
        try {
            refusal = why;
        } finally {
            lock.unlock();
        }
    }

    private void end(ConnectAttempt attempt) {
        lock.lock();
        try {
            sockets.remove(attempt.socket());
        } finally {
            lock.unlock();
        }
    }

    /** Whether one was refused: then no other is tried. */
    boolean areRefused() {
        lock.lock();
        try {
            return refusal != null;
        } finally {
            lock.unlock();
        }
    }

    /** What they are told who come when it is closed. */
    SourceException closedFailure() {
        return new SourceException(
                SourceException.Kind.NETWORK,
                "The connections to " + connector.address() + " were closed.",
                "open the server anew");
    }

    /** Ends the attempts under way, and permits no more. */
    void close() {
        List<RawSocket> underWay;
        lock.lock();
        try {
            closed = true;
            underWay = List.copyOf(sockets);
        } finally {
            lock.unlock();
        }
        underWay.forEach(RawSocket::close);
    }
}
