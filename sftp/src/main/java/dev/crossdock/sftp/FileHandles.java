package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** Connections that were there and on which the file is being opened. */
    private final Set<SftpConnection> joining = new HashSet<>();

    /** Connections on which it could not be opened; not tried again. */
    private final Set<SftpConnection> unusable = new HashSet<>();

    private final Trouble trouble;

    /** One and the same each time, so that the pool knows who asks again. */
    private final Predicate<SftpConnection> whenConnected = this::joinNew;

    private @Nullable SourceException changed;
    private int wanted = 1;
    private boolean severalWanted;
    private boolean alone;

    FileHandles(ConnectionPool pool, Lifetime lifetime, FirstLook first, OpenFile handle) {
        this.pool = pool;
        this.lifetime = lifetime;
        this.first = first;
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
            wanted = reachable;
            severalWanted = count > 1;
        } finally {
            lock.unlock();
        }
        widen();
        return reachable;
    }

    /** Opens the file on further connections, in the background, until there are as many as wanted. */
    private void widen() {
        if (alone() || !trouble.mayTry()) {
            return;
        }
        int target;
        List<SftpConnection> idle;
        lock.lock();
        try {
            target = wanted;
            List<OpenFile> open = open();
            // Without any, the first is opened by who waits for it.
            int missing = lifetime.isOver() || open.isEmpty() ? 0 : target - open.size() - joining.size();
            idle = pool.open().stream()
                    .filter(connection -> !joining.contains(connection) && !unusable.contains(connection))
                    .filter(connection -> open.stream().noneMatch(handle -> handle.connection() == connection))
                    .limit(Math.max(0, missing))
                    .toList();
            if (missing <= idle.size()) {
                target = 0;
            }
            joining.addAll(idle);
        } finally {
            lock.unlock();
        }
        // Others' connections serve this file as well as new ones.
        idle.forEach(connection -> pool.threads().start("sftp open", () -> {
            boolean unused = joinQuietly(connection);
        }));
        pool.grow(target, whenConnected);
    }

    /** The handles, first the one on whose connection the fewest bytes are waited for; a new one if all are lost. */
    List<OpenFile> leastBusyFirst() throws SourceException {
        List<OpenFile> open = openForReading();
        if (!open.isEmpty()) {
            return open;
        }
        reopening.lock();
        try {
            List<OpenFile> meanwhile = openForReading();
            return meanwhile.isEmpty() ? List.of(join(pool.any(lifetime))) : meanwhile;
        } finally {
            reopening.unlock();
        }
    }

    private List<OpenFile> openForReading() throws SourceException {
        lifetime.check();
        requireOneVersion();
        List<OpenFile> open = open();
        widen();
        // Each connection is asked once: how busy it is changes while they are sorted.
        record Load(OpenFile handle, long bytes) {}
        return open.stream()
                .map(handle -> new Load(handle, handle.connection().outstandingBytes()))
                .sorted(Comparator.comparingLong(Load::bytes))
                .map(Load::handle)
                .toList();
    }

    /** A connection that the pool just opened. Another thread may have found it there first: one handle on it is enough. */
    private boolean joinNew(SftpConnection connection) {
        lock.lock();
        try {
            boolean has = handles.stream().anyMatch(handle -> handle.connection() == connection);
            if (has || !joining.add(connection)) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return joinQuietly(connection);
    }

    /** Says whether further connections may be of use. */
    private boolean joinQuietly(SftpConnection connection) {
        try {
            OpenFile unused = join(connection);
            return true;
        } catch (SourceException e) {
            LOG.debug("{} is not read with a further connection: {}", first.location(), e.getMessage());
            refused(connection, e);
            return !alone() && trouble.mayTry();
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
        if (!keep(handle)) {
            questions.close(handle);
            throw lifetime.failure();
        }
        FileStat now = questions.statOf(asked).orElse(first.stat());
        if (!now.equals(first.stat())) {
            throw changed(first.changedTo(now));
        }
        trouble.passed();
        return handle;
    }

    /** False if nobody would close it: the file's life is over. */
    private boolean keep(OpenFile handle) {
        lock.lock();
        try {
            if (lifetime.isOver()) {
                return false;
            }
            return handles.add(handle);
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
        lock.lock();
        try {
            open = open();
            handles.clear();
        } finally {
            lock.unlock();
        }
        for (OpenFile handle : open) {
            handle.connection().giveUp(handle);
            new FileQuestions(handle.connection(), first.location(), lifetime).close(handle);
        }
    }
}
