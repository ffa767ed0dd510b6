package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file on an SFTP server: one handle on every connection it is read with, all of the version that was seen first. */
final class SftpSourceFile implements SourceFile {

    private static final Logger LOG = LoggerFactory.getLogger(SftpSourceFile.class);

    private final ConnectionPool pool;
    private final ConnectionCount connectionCount;
    private final String askedPath;

    private final ReentrantLock lock = new ReentrantLock();

    /** Held by the one who opens the only handle: who comes meanwhile waits for the same. */
    private final ReentrantLock opening = new ReentrantLock();

    private final List<OpenFile> handles = new ArrayList<>();

    /** Connections that were there and on which the file is being opened. */
    private final Set<SftpConnection> joining = new HashSet<>();

    /** Connections on which it could not be opened; not tried again. */
    private final Set<SftpConnection> unusable = new HashSet<>();

    private SourceLocation location;
    private @Nullable FileStat version;
    private @Nullable SourceException changed;
    private int wanted = 1;
    private boolean closed;

    /**
     * @param askedPath absolute, or relative to the home folder
     * @param location the same for people, until the real path is known
     */
    SftpSourceFile(ConnectionPool pool, ConnectionCount connectionCount, String askedPath, SourceLocation location) {
        this.pool = pool;
        this.connectionCount = connectionCount;
        this.askedPath = askedPath;
        this.location = location;
    }

    @Override
    public SourceLocation location() {
        lock.lock();
        try {
            return location;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public FileStat stat() throws SourceException {
        opening.lock();
        try {
            SftpConnection connection = pool.any();
            return version() == null ? statFirst(connection) : statAgain(connection);
        } finally {
            opening.unlock();
        }
    }

    private FileStat statFirst(SftpConnection connection) throws SourceException {
        FileQuestions questions = new FileQuestions(connection, location());
        Exchange realPath = questions.askRealPath(askedPath);
        FileStat stat = questions.stat(askedPath);
        SourceLocation real = location();
        Optional<String> path = questions.realPath(realPath);
        if (path.isPresent()) {
            real = new SourceLocation(real.user(), real.host(), real.port(), path.get());
        }
        switch (stat.kind()) {
            case DIRECTORY -> throw FileFailure.directory(real.toString());
            // Not even opened: a FIFO would wait for somebody to write into it.
            case SPECIAL -> throw FileFailure.special(real.toString());
            case REGULAR -> {}
        }
        lock.lock();
        try {
            location = real;
        } finally {
            lock.unlock();
        }
        OpenFile handle = new FileQuestions(connection, real).open();
        // Of what is open, not of what had that name a moment before.
        FileStat opened = new FileQuestions(connection, real).statOf(handle).orElse(stat);
        lock.lock();
        try {
            version = opened;
            handles.add(handle);
        } finally {
            lock.unlock();
        }
        return opened;
    }

    /** What has the name now; or, if one of the open handles says otherwise than at first, what that says. */
    private FileStat statAgain(SftpConnection connection) throws SourceException {
        FileStat first = requireVersion();
        List<OpenFile> open = openHandles();
        List<Exchange> asked = new ArrayList<>();
        for (OpenFile handle : open) {
            asked.add(new FileQuestions(handle.connection(), location()).askStatOf(handle));
        }
        FileStat now = new FileQuestions(connection, location()).stat(location().path());
        for (Exchange exchange : asked) {
            Optional<FileStat> ofHandle = FileQuestions.statOf(exchange);
            if (ofHandle.isPresent() && !ofHandle.get().equals(first)) {
                return ofHandle.get();
            }
        }
        return now;
    }

    @Override
    public int expect(long bytes) {
        List<OpenFile> open = openHandles();
        if (open.isEmpty()) {
            return 1;
        }
        pool.forgetRefusal();
        Duration roundTrip = open.getFirst().connection().roundTrip();
        int count = pool.reach(connectionCount.forBytes(bytes, roundTrip));
        lock.lock();
        try {
            wanted = count;
        } finally {
            lock.unlock();
        }
        widen();
        return count;
    }

    /** Opens the file on further connections, in the background, until there are as many as wanted. */
    private void widen() {
        int target;
        List<SftpConnection> idle;
        lock.lock();
        try {
            target = wanted;
            List<OpenFile> open = openHandles();
            // Without any, the first is opened by who waits for it.
            int missing = closed || open.isEmpty() ? 0 : target - open.size() - joining.size();
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
        idle.forEach(connection -> Thread.ofVirtual().name("sftp open").start(() -> joinQuietly(connection)));
        pool.grow(target, this::joinQuietly);
    }

    @Override
    public Access access() {
        return Access.ANY_ORDER;
    }

    @Override
    public RangeRead read(ByteRange range, BlockSink sink) throws SourceException {
        FileStat first = requireVersion();
        if (range.end() > first.sizeBytes()) {
            throw new IllegalArgumentException(range + " lies beyond the end of " + location());
        }
        Optional<OpenFile> leastBusy = leastBusy();
        OpenFile handle = leastBusy.isPresent() ? leastBusy.get() : reopen();
        RangeRequest request = new RangeRequest(handle, range, sink);
        if (range.length() == 0) {
            request.settle(null);
        } else {
            handle.connection().read(request);
        }
        return request;
    }

    /** The handle on whose connection the fewest bytes are waited for. */
    private Optional<OpenFile> leastBusy() throws SourceException {
        List<OpenFile> open;
        lock.lock();
        try {
            if (closed) {
                throw closedFailure();
            }
            if (changed != null) {
                throw Rethrown.from(changed);
            }
            open = openHandles();
        } finally {
            lock.unlock();
        }
        widen();
        return open.stream()
                .min(Comparator.comparingLong(handle -> handle.connection().outstandingBytes()));
    }

    /** All connections are lost: the file is opened anew, and must be the same. */
    private OpenFile reopen() throws SourceException {
        opening.lock();
        try {
            Optional<OpenFile> meanwhile = leastBusy();
            return meanwhile.isPresent() ? meanwhile.get() : join(pool.any());
        } finally {
            opening.unlock();
        }
    }

    private void joinQuietly(SftpConnection connection) {
        try {
            join(connection);
        } catch (SourceException e) {
            LOG.debug("{} is not read with a further connection", location(), e);
            lock.lock();
            try {
                unusable.add(connection);
                if (e.kind() == Kind.CHANGED) {
                    changed = e;
                }
            } finally {
                lock.unlock();
            }
        } finally {
            lock.lock();
            try {
                joining.remove(connection);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Opens the file on a connection, and keeps the handle if it is the version that was seen first. */
    private OpenFile join(SftpConnection connection) throws SourceException {
        FileStat first = requireVersion();
        FileQuestions questions = new FileQuestions(connection, location());
        OpenFile handle;
        try {
            handle = questions.open();
        } catch (SourceException e) {
            throw e.kind() == Kind.NOT_FOUND ? FileFailure.changed(location().toString(), "it is gone") : e;
        }
        FileStat now = questions.statOf(handle).orElse(first);
        boolean kept = false;
        lock.lock();
        try {
            if (now.equals(first) && !closed) {
                handles.add(handle);
                kept = true;
            }
        } finally {
            lock.unlock();
        }
        if (!kept) {
            questions.close(handle);
            if (!now.equals(first)) {
                throw FileFailure.changed(location().toString(), difference(first, now));
            }
            throw closedFailure();
        }
        return handle;
    }

    private SourceException closedFailure() {
        return new SourceException(Kind.NETWORK, location() + " was closed.", "");
    }

    private static String difference(FileStat first, FileStat now) {
        return first.sizeBytes() != now.sizeBytes()
                ? "it had " + first.sizeBytes() + " bytes and now has " + now.sizeBytes()
                : "its modification time moved";
    }

    private List<OpenFile> openHandles() {
        lock.lock();
        try {
            handles.removeIf(handle -> !handle.connection().isOpen());
            return List.copyOf(handles);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable FileStat version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    private FileStat requireVersion() {
        FileStat first = version();
        if (first == null) {
            throw new IllegalStateException("stat comes before everything else");
        }
        return first;
    }

    @Override
    public void close() {
        List<OpenFile> open;
        lock.lock();
        try {
            closed = true;
            open = openHandles();
            handles.clear();
        } finally {
            lock.unlock();
        }
        for (OpenFile handle : open) {
            handle.connection().giveUp(handle);
            new FileQuestions(handle.connection(), location()).close(handle);
        }
    }
}
