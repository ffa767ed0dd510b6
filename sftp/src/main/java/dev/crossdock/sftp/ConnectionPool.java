package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one account, shared by its files. The first is opened when it is needed, and its refusal is an
 * error; further ones are opened in the background, and the first refusal among them means that there are as many as
 * there can be ({@link Trouble} tells a refusal from trouble on the way).
 */
final class ConnectionPool {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    private final SshConnector connector;
    private final ConnectionCount connectionCount;
    private final ReentrantLock lock = new ReentrantLock();

    private final Logins logins;
    private final FirstConnection first;
    private final LongSupplier nanoClock;
    private final Trouble trouble;
    private final List<SftpConnection> connections = new ArrayList<>();
    private int underWay;

    private final LoginAhead ahead = new LoginAhead();

    private int ceiling = Integer.MAX_VALUE;
    private @Nullable ConnectionGrowth growth;

    /** Over connections that have ended. */
    private long receivedBytes;

    private int said;
    private boolean closed;

    ConnectionPool(SshConnector connector, ConnectionCount connectionCount, LongSupplier nanoClock) {
        this.connector = connector;
        this.connectionCount = connectionCount;
        this.nanoClock = nanoClock;
        this.trouble = new Trouble(nanoClock);
        this.logins = new Logins(connector);
        this.first = new FirstConnection(connector, this::openFirst);
    }

    Threads threads() {
        return connector.threads();
    }

    long stallNanos() {
        return connector.stallTimeout().toNanos();
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    /** A connection; opens one if there is none. Who does not need it any more does not wait either. */
    SftpConnection any(Lifetime lifetime) throws SourceException {
        lifetime.check();
        List<SftpConnection> open = open();
        return open.isEmpty() ? first.await(lifetime) : open.getFirst();
    }

    private SftpConnection openFirst(RawSocket socket) throws SourceException {
        // The attempt before may have ended between the look of who waits and now.
        List<SftpConnection> open = open();
        return open.isEmpty() ? connect(ConnectAttempt.first(socket, this::firstIsLetIn)) : open.getFirst();
    }

    /**
     * The first login went well. Over a long line it takes as many round trips again until a file's size is known, and a
     * second connection as many until it carries anything: so its login does not wait. For a small file, or one that is
     * written, it is in vain.
     */
    private void firstIsLetIn(Duration roundTrip) {
        if (!connectionCount.goesAhead(roundTrip)) {
            return;
        }
        lock.lock();
        try {
            if (closed || !connections.isEmpty() || underWay > 0 || ceiling == 1 || !trouble.mayTry()) {
                return;
            }
            underWay++;
            ahead.begin();
        } finally {
            lock.unlock();
        }
        threads().start("sftp connect " + connector.address(), this::goAhead);
    }

    private void goAhead() {
        boolean opened = false;
        try {
            opened = openQuietly().isPresent();
        } finally {
            wentAhead(opened).forEach(Runnable::run);
        }
    }

    private List<Runnable> wentAhead(boolean opened) {
        lock.lock();
        try {
            return ahead.end(opened);
        } finally {
            lock.unlock();
        }
    }

    /** Those that are open now, the oldest first. */
    List<SftpConnection> open() {
        lock.lock();
        try {
            forgetEnded();
            return List.copyOf(connections);
        } finally {
            lock.unlock();
        }
    }

    private void forgetEnded() {
        connections.removeIf(connection -> {
            boolean ended = !connection.isOpen();
            receivedBytes += ended ? connection.bytesReceived() : 0;
            return ended;
        });
    }

    /**
     * With how many connections a file is read best, as far as it was measured.
     *
     * @param planned with how many it is meant to be read without that
     * @param leftBytes what is still to come of it, at most
     * @param begins whether a range of it is about to begin; else one is waited for
     */
    int worthwhile(int planned, long leftBytes, boolean begins) {
        int most = connectionCount.most(planned);
        if (planned >= most) {
            return planned;
        }
        int count;
        Optional<String> news;
        lock.lock();
        try {
            forgetEnded();
            if (connections.isEmpty()) {
                return planned;
            }
            long now = nanoClock.getAsLong();
            if (growth == null || growth.first() < planned) {
                growth = new ConnectionGrowth(
                        planned, most, connections.getFirst().roundTrip().toNanos(), now);
            }
            int useful = begins ? growth.next(seen(), leftBytes, now) : growth.nextWhileWaiting(seen(), leftBytes, now);
            count = Math.max(planned, useful);
            news = growth.takeNews();
        } finally {
            lock.unlock();
        }
        news.ifPresent(LOG::debug);
        return count;
    }

    private ConnectionGrowth.Seen seen() {
        long arrived = receivedBytes;
        long awaited = 0;
        for (SftpConnection connection : connections) {
            arrived += connection.bytesReceived();
            awaited += connection.awaitedBytes();
        }
        int count = connections.size();
        return new ConnectionGrowth.Seen(count, Math.max(count, ceiling), arrived, awaited);
    }

    /** Somebody wants more: a refusal that was no refused login was another's, unless it has just come ahead of them. */
    void forgetRefusal() {
        lock.lock();
        try {
            if (!ahead.takeRefusal() && !logins.areRefused()) {
                trouble.passed();
                ceiling = Integer.MAX_VALUE;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a second connection was refused while there was one. */
    boolean isAlone() {
        lock.lock();
        try {
            return ceiling == 1;
        } finally {
            lock.unlock();
        }
    }

    /** How many connections there will be at most, if so many are wanted. */
    int reach(int wanted) {
        lock.lock();
        try {
            return Math.max(1, Math.min(wanted, ceiling));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens connections in the background until there are as many as wanted. Returns at once. After trouble on the way,
     * it takes another call to go on.
     *
     * @param whenOpen is handed each new one, on a thread of its own, and says whether more are of use
     * @param lookAgain run when one that is being opened for nobody is there, or is refused
     */
    void grow(int wanted, Predicate<SftpConnection> whenOpen, Runnable lookAgain) {
        lock.lock();
        try {
            forgetEnded();
            if (wanted > 0) {
                ahead.wanted(lookAgain);
            }
            while (!closed
                    && trouble.mayTry()
                    && connections.size() + underWay < Math.min(wanted, ceiling)
                    && mayStartAnother()) {
                underWay++;
                threads().start("sftp connect " + connector.address(), () -> openAnother(wanted, whenOpen, lookAgain));
            }
        } finally {
            lock.unlock();
        }
    }

    /** One goes ahead: if the server refuses a second login, it shall refuse one, not many. */
    private boolean mayStartAnother() {
        return underWay == 0 || connections.size() > 1;
    }

    private void openAnother(int wanted, Predicate<SftpConnection> whenOpen, Runnable lookAgain) {
        Optional<SftpConnection> another = openQuietly();
        if (another.isPresent() && whenOpen.test(another.get())) {
            grow(wanted, whenOpen, lookAgain);
        }
    }

    private Optional<SftpConnection> openQuietly() {
        try {
            // After trouble it is waited for the server's word on each step, to know what it refuses.
            boolean subsystemKnown = open().size() > 1 && !trouble.isThere();
            return Optional.of(connect(ConnectAttempt.further(connector.newSocket(), subsystemKnown)));
        } catch (SourceException e) {
            sayThatThereAreNoMore(e);
            return Optional.empty();
        } finally {
            lock.lock();
            try {
                underWay--;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Once for each number of connections: the server is asked again while files are read. */
    private void sayThatThereAreNoMore(SourceException why) {
        int count = Math.max(1, open().size());
        lock.lock();
        try {
            if (closed || count == said) {
                return;
            }
            said = count;
        } finally {
            lock.unlock();
        }
        LOG.debug(
                "{} gives no further connection, so files come over {}, which may be slower: {}",
                connector.address(),
                count == 1 ? "one" : count,
                why.getMessage());
    }

    private SftpConnection connect(ConnectAttempt attempt) throws SourceException {
        SftpConnection connection;
        try {
            connection = logins.connect(attempt);
        } catch (SourceException e) {
            if (!attempt.mayAsk()) {
                refusedAnother(e); // also by one that was not made, because a login was refused before
            }
            throw e;
        }
        lock.lock();
        try {
            if (!closed) {
                connections.add(connection);
                if (!attempt.mayAsk()) {
                    trouble.passed();
                }
                return connection;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
        throw logins.closedFailure();
    }

    private void refusedAnother(SourceException refusal) {
        lock.lock();
        try {
            if (trouble.isRefusal(refusal)) {
                ceiling = Math.max(1, connections.size());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections, and ends the attempts under way. */
    void close() {
        List<SftpConnection> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(connections);
            connections.clear();
        } finally {
            lock.unlock();
        }
        logins.close();
        open.forEach(SftpConnection::close);
    }
}
