package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file on an SFTP server that lets it be read anywhere, any number of times. Its {@link #access} becomes
 * {@code ASCENDING} when the server refuses a second connection or a second handle: who is so strict may be strict about
 * order too. Other orders, and reading again, are still possible then.
 */
final class SftpSourceFile implements SourceFile {

    private final ConnectionPool pool;
    private final ConnectionCount connectionCount;
    private final String askedPath;
    private final SourceLocation askedLocation;
    private final Lifetime lifetime;

    /** Held by the one who asks for the first stat: who comes meanwhile waits for the same. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable FirstLook first;
    private volatile @Nullable FileHandles handles;

    /**
     * @param askedPath absolute, or relative to the home folder
     * @param location the same for people, until the real path is known
     */
    SftpSourceFile(ConnectionPool pool, ConnectionCount connectionCount, String askedPath, SourceLocation location) {
        this.pool = pool;
        this.connectionCount = connectionCount;
        this.askedPath = askedPath;
        this.askedLocation = location;
        this.lifetime = new Lifetime(location);
    }

    @Override
    public SourceLocation location() {
        FirstLook seen = first;
        return seen == null ? askedLocation : seen.location();
    }

    @Override
    public FileStat stat() throws SourceException {
        asking.lock();
        try {
            SftpConnection connection = pool.any(lifetime);
            FirstLook seen = first;
            FileHandles open = handles;
            if (seen == null || open == null) {
                return statFirst(connection);
            }
            open.requireOneVersion();
            return statAgain(connection, seen, open.open());
        } finally {
            asking.unlock();
        }
    }

    private FileStat statFirst(SftpConnection connection) throws SourceException {
        FirstLook found = FirstLook.at(askedPath, askedLocation, connection, lifetime);
        FileQuestions questions = new FileQuestions(connection, found.location(), lifetime);
        OpenFile handle = questions.open();
        // Of what is open, not of what had that name a moment before.
        FirstLook opened = found.opened(questions.statOf(handle).orElse(found.stat()));
        FileHandles kept = new FileHandles(pool, lifetime, opened, handle);
        first = opened;
        handles = kept;
        if (lifetime.isOver()) {
            // Who closed it may have seen no handle yet.
            kept.giveUp();
            throw lifetime.failure();
        }
        return opened.stat();
    }

    /** What has the name now; or, if one of the open handles says otherwise than at first, what that says. */
    private FileStat statAgain(SftpConnection connection, FirstLook seen, List<OpenFile> open) throws SourceException {
        List<Exchange> asked = new ArrayList<>();
        for (OpenFile handle : open) {
            asked.add(new FileQuestions(handle.connection(), seen.location(), lifetime).askStatOf(handle));
        }
        FileQuestions questions = new FileQuestions(connection, seen.location(), lifetime);
        FileStat now = questions.stat(seen.location().path());
        for (Exchange exchange : asked) {
            Optional<FileStat> ofHandle = questions.statOf(exchange);
            if (ofHandle.isPresent() && !ofHandle.get().equals(seen.stat())) {
                return ofHandle.get();
            }
        }
        return now;
    }

    @Override
    public int expect(long bytes) {
        FileHandles all = handles;
        List<OpenFile> open = all == null ? List.of() : all.open();
        if (all == null || open.isEmpty()) {
            return 1;
        }
        Duration roundTrip = open.getFirst().connection().roundTrip();
        return all.want(connectionCount.forBytes(bytes, roundTrip));
    }

    @Override
    public int connections() {
        FileHandles all = handles;
        return all == null || lifetime.isOver() ? 0 : all.open().size();
    }

    @Override
    public Access access() {
        FileHandles all = handles;
        return all != null && all.alone() ? Access.ASCENDING : Access.ANY_ORDER;
    }

    @Override
    public RangeRead read(ByteRange range, BlockSink sink) throws SourceException {
        FirstLook seen = first;
        FileHandles all = handles;
        if (seen == null || all == null) {
            throw new IllegalStateException("stat comes before everything else");
        }
        if (range.end() > seen.stat().sizeBytes()) {
            throw new IllegalArgumentException(range + " lies beyond the end of " + location());
        }
        if (range.length() == 0) {
            return NothingToRead.INSTANCE;
        }
        RangeRequest request =
                new RangeRequest(location().toString(), range, sink, pool.stallNanos(), all::whileWaiting);
        all.read(request);
        return request;
    }

    @Override
    public void close() {
        lifetime.end();
        FileHandles all = handles;
        if (all != null) {
            all.giveUp();
        }
    }
}
