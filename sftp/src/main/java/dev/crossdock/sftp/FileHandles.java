package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handles of one file: one on every connection it is read with, all of the version that was seen first. Where the
 * server refuses a second one, it stays at one, and nothing further is tried for this file.
 */
final class FileHandles {

    private static final Logger LOG = LoggerFactory.getLogger(FileHandles.class);

    private final ConnectionPool pool;
    private final Lifetime lifetime;
    private final FirstLook first;
    private final ReentrantLock lock = new ReentrantLock();

    /** Held by the one who opens the only handle: who comes meanwhile waits for the same. */
    private final ReentrantLock reopening = new ReentrantLock();

    private final List<OpenFile> handles = new ArrayList<>();

    private final RangesUnderWay reads;

    /** Connections on which the file is being opened. */
    private final Set<SftpConnection> joining = new HashSet<>();

    /** Connections on which it could not be opened; not tried again. */
    private final Set<SftpConnection> unusable = new HashSet<>();

    private final Trouble trouble;

    /** One and the same each time, so that the pool knows who asks again. */
    private final Predicate<SftpConnection> whenConnected = this::joinNew;

    private final Runnable lookAgain = this::widenAtOnce;

    private @Nullable SourceException changed;
    private volatile int planned = 1;
    private int wanted = 1;
    private boolean severalWanted;
    private boolean alone;

    FileHandles(ConnectionPool pool, Lifetime lifetime, FirstLook first, OpenFile handle) {
        this.pool = pool;
        this.lifetime = lifetime;
        this.first = first;
        this.reads = new RangesUnderWay(first.stat().sizeBytes());
        this.trouble = new Trouble(pool.nanoClock());
        handles.add(handle);
    }

    /** Those on connections that are there. */
    List<OpenFile> open() {
        lock.lock();
        try {
            handles.removeIf(handle -> !handle.connection().isOpen());
            return List.copyOf(handles);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the server refused a second connection, or a second handle, when this file wanted one. */
    boolean alone() {
        lock.lock();
        try {
            alone |= severalWanted && pool.isAlone();
            return alone;
        } finally {
            lock.unlock();
        }
    }

    /** How many there will be if so many are wanted; they are opened in the background. */
    int want(int count) {
        if (alone()) {
            return 1;
        }
        pool.forgetRefusal();
        int reachable = pool.reach(count);
        lock.lock();
        try {
            planned = reachable;
            wanted = reachable;
            severalWanted = count > 1;
        } finally {
            lock.unlock();
        }
        widen();
        return reachable;
    }

    /**
     * Follows what the connections bring. Where the server gives no second one, there is nothing to follow.
     *
     * @param begins whether a range is about to begin; else one is waited for
     * @return whether more are of use than before
     */
    private boolean follow(boolean begins) {
        if (alone()) {
            return false;
        }
        long leftBytes;
        lock.lock();
        try {
            leftBytes = reads.leftBytes();
        } finally {
            lock.unlock();
        }
        int worthwhile = pool.worthwhile(planned, leftBytes, begins);
        lock.lock();
        try {
            boolean more = worthwhile > wanted;
            wanted = worthwhile;
            return more;
        } finally {
            lock.unlock();
        }
    }

    private void widen() {
        widen(false);
    }

    private void widenAtOnce() {
        widen(true);
    }

    /**
     * Opens the file on further connections, in the background, until there are as many as wanted.
     *
     * @param atOnce whether to open a third before the file is open on the second: a server that refuses a second handle
     *     then refuses more of them
     */
    private void widen(boolean atOnce) {
        if (alone() || !trouble.mayTry()) {
            return;
        }
        int target;
        List<SftpConnection> idle;
        lock.lock();
        try {
            List<OpenFile> open = open();
            Set<SftpConnection> taken = new HashSet<>(joining);
            open.forEach(handle -> taken.add(handle.connection()));
            // Without any, the first is opened by who waits for it.
            int missing = lifetime.isOver() || open.isEmpty() ? 0 : wanted - taken.size();
            idle = pool.open().stream()
                    .filter(connection -> !taken.contains(connection) && !unusable.contains(connection))
                    .limit(Math.max(0, missing))
                    .toList();
            joining.addAll(idle);
            boolean waits = !atOnce && open.size() == 1 && !joining.isEmpty();
            target = missing <= idle.size() || waits ? 0 : wanted;
        } finally {
            lock.unlock();
        }
        // Others' connections serve this file as well as new ones.
        idle.forEach(connection -> pool.threads().start("sftp open", () -> {
            if (joinQuietly(connection)) {
                widen();
            }
        }));
        pool.grow(target, whenConnected, lookAgain);
    }

    /** Begins to read a range with as many handles as are of use, and with those that are opened while it is under way. */
    void read(RangeRequest range) throws SourceException {
        boolean unused = follow(true); // what begins sees to further connections anyway
        if (begin(range)) {
            return;
        }
        reopening.lock();
        try {
            if (begin(range)) {
                return;
            }
            OpenFile handle = joinAlone(pool.any(lifetime));
            if (!begin(range)) {
                throw handle.connection().lost();
            }
        } finally {
            reopening.unlock();
        }
    }

    /** Done by who waits for a range: on a slow line new ones begin too rarely to see what connections bring. */
    void whileWaiting() {
        if (follow(false)) {
            widen();
        }
    }

    /** False if all handles are lost. */
    private boolean begin(RangeRequest range) throws SourceException {
        lifetime.check();
        requireOneVersion();
        boolean alone = alone();
        boolean begun;
        lock.lock();
        try {
            List<OpenFile> open = open();
            begun = reads.begin(range, open.subList(0, Math.min(open.size(), alone ? 1 : wanted)));
        } finally {
            lock.unlock();
        }
        widen();
        return begun;
    }

    /**
     * A connection that the pool just opened. Another thread may have found it there first: one handle on it is enough,
     * and who opens that sees to further connections.
     */
    private boolean joinNew(SftpConnection connection) {
        lock.lock();
        try {
            if (handles.stream().anyMatch(handle -> handle.connection() == connection)) {
                return true;
            }
            if (alone || !joining.add(connection)) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        return joinQuietly(connection);
    }

    /** Says whether further connections may be of use. */
    private boolean joinQuietly(SftpConnection connection) {
        try {
            OpenFile unused = joinAlone(connection);
            return true;
        } catch (SourceException e) {
            LOG.debug("{} is not read with a further connection: {}", first.location(), e.getMessage());
            refused(connection, e);
            return !alone() && trouble.mayTry();
        }
    }

    /** Who looks for a connection meanwhile leaves this one alone. */
    private OpenFile joinAlone(SftpConnection connection) throws SourceException {
        lock.lock();
        try {
            joining.add(connection);
        } finally {
            lock.unlock();
        }
        try {
            return join(connection);
        } finally {
            lock.lock();
            try {
                joining.remove(connection);
            } finally {
                lock.unlock();
            }
        }
    }

    private void refused(SftpConnection connection, SourceException refusal) {
        lock.lock();
        try {
            unusable.add(connection);
            if (refusal.kind() == Kind.CHANGED) {
                changed = refusal;
            } else if (trouble.isRefusal(refusal) && open().size() <= 1) {
                alone = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens the file on a connection. It is read there at once, while the server is asked whether it is the version that
     * was seen first: if not, nothing more is read, and the last look at the file fails.
     */
    private OpenFile join(SftpConnection connection) throws SourceException {
        FileQuestions questions = new FileQuestions(connection, first.location(), lifetime);
        OpenFile handle;
        try {
            handle = questions.open();
        } catch (SourceException e) {
            throw e.kind() == Kind.NOT_FOUND ? first.gone() : e;
        }
        Exchange asked = questions.askStatOf(handle);
        OpenFile kept;
        try {
            kept = keep(handle);
        } catch (SourceException e) {
            questions.close(handle);
            throw e;
        }
        if (!kept.equals(handle)) {
            questions.close(handle);
            return kept;
        }
        FileStat now = statOf(handle, asked, questions);
        if (!now.equals(first.stat())) {
            throw changed(first.changedTo(now));
        }
        trouble.passed();
        return handle;
    }

    /** Where it can't be told of which version a handle is, nothing is read with it. */
    private FileStat statOf(OpenFile handle, Exchange asked, FileQuestions questions) throws SourceException {
        try {
            return questions.statOf(asked).orElse(first.stat());
        } catch (SourceException e) {
            lock.lock();
            try {
                handles.remove(handle);
            } finally {
                lock.unlock();
            }
            handle.connection().giveUp(handle);
            questions.close(handle);
            throw e;
        }
    }

    /**
     * Keeps a handle to read with; or returns the one that another thread has opened on the same connection meanwhile.
     *
     * @throws SourceException if nobody would close it: the file's life is over
     */
    private OpenFile keep(OpenFile handle) throws SourceException {
        lock.lock();
        try {
            lifetime.check();
            for (OpenFile other : handles) {
                if (other.connection().equals(handle.connection())) {
                    return other;
                }
            }
            // Who is strict about sessions may be strict about order.
            if (!alone) {
                reads.join(handle, wanted);
            }
            handles.add(handle);
            return handle;
        } finally {
            lock.unlock();
        }
    }

    private SourceException changed(SourceException how) {
        lock.lock();
        try {
            changed = how;
            return how;
        } finally {
            lock.unlock();
        }
    }

    /** Fails if one of the handles was of another version than the first. */
    void requireOneVersion() throws SourceException {
        lock.lock();
        try {
            if (changed != null) {
                throw Rethrown.from(changed);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends every read and closes every handle. Called when the file's life is over. */
    void giveUp() {
        List<OpenFile> open;
        List<RangeRequest> underWay;
        lock.lock();
        try {
            open = open();
            handles.clear();
            underWay = reads.takeAll();
        } finally {
            lock.unlock();
        }
        // Before their handles: else what is given up on one connection would be asked for on the next.
        underWay.forEach(RangeRequest::close);
        for (OpenFile handle : open) {
            handle.connection().giveUp(handle);
            new FileQuestions(handle.connection(), first.location(), lifetime).close(handle);
        }
    }
}
