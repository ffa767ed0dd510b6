package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one attempt to connect that everybody waits for who needs a connection while there is none. It runs on a thread of
 * its own, so that who gives up can leave at once; when the last one leaves, the attempt itself is ended.
 */
final class FirstConnection {

    /** Makes a connection on a socket that others may close. */
    @FunctionalInterface
    interface Connecting {
        SftpConnection connect(RawSocket socket) throws SourceException;
    }

    /** Guarded by the lock of its {@link FirstConnection}. */
    private static final class Attempt {
        private final RawSocket socket;
        private int waiting;
        private @Nullable SftpConnection connection;
        private @Nullable SourceException failure;

        Attempt(RawSocket socket) {
            this.socket = socket;
        }
    }

    private final SshConnector connector;
    private final Connecting connecting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Attempt current;

    FirstConnection(SshConnector connector, Connecting connecting) {
        this.connector = connector;
        this.connecting = connecting;
    }

    /** Waits for the attempt under way, or for a new one. */
    SftpConnection await(Lifetime lifetime) throws SourceException {
        Runnable wake = this::wake;
        lifetime.watch(wake);
        lock.lock();
        try {
            Attempt attempt = current == null ? begin() : current;
            attempt.waiting++;
            while (attempt.connection == null && attempt.failure == null && !lifetime.isOver()) {
                changed.awaitUninterruptibly();
            }
            attempt.waiting--;
            return outcome(attempt, lifetime);
        } finally {
            lock.unlock();
            lifetime.forget(wake);
        }
    }

    private SftpConnection outcome(Attempt attempt, Lifetime lifetime) throws SourceException {
        if (attempt.connection != null) {
            return attempt.connection;
        }
        if (attempt.failure != null) {
            throw Rethrown.from(attempt.failure);
        }
        if (attempt.waiting == 0) {
            // Who comes now begins anew: this one is doomed.
            current = null;
            attempt.socket.close();
        }
        throw lifetime.failure();
    }

    private Attempt begin() {
        Attempt attempt = new Attempt(connector.newSocket());
        current = attempt;
        connector.threads().start("sftp connect " + connector.address(), () -> run(attempt));
        return attempt;
    }

    private void run(Attempt attempt) {
        SftpConnection connection = null;
        SourceException failure = null;
        try {
            connection = connecting.connect(attempt.socket);
        } catch (SourceException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            // Nobody else would tell them who wait.
            failure = new SourceException(
                    SourceException.Kind.PROTOCOL,
                    "No connection could be made to " + connector.address() + ".",
                    "please report it with what -v shows; another server may do better",
                    e);
        }
        lock.lock();
        try {
            attempt.connection = connection;
            attempt.failure = failure;
            if (attempt.equals(current)) {
                current = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
