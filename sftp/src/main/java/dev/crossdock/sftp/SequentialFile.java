package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file on an SFTP server that may allow one session, one open file or one reading of a file: it is looked at before it
 * is opened, opened once, read in ascending order, and while it is open nothing else is asked about it. Who only looks
 * does not open it.
 *
 * <p>The last look asks for a byte behind the end, where the file must end; closes the handle; and only then asks for the
 * file's attributes. A server that lets a file be read once has none to tell by then, so a refusal counts as unchanged.
 * <b>What is assumed:</b> that such a server lets nobody rewrite a file, without making it longer or shorter, while it is
 * read.
 *
 * <p>After a lost connection the file is opened again, if the server permits, and read on.
 */
final class SequentialFile implements SourceFile {

    private final ConnectionPool pool;
    private final String askedPath;
    private final SourceLocation askedLocation;
    private final Lifetime lifetime;

    /** Held across questions and the start of a read: one thing at a time, in the order in which they come. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable FirstLook first;
    private volatile @Nullable SequentialReading reading;
    private boolean openedBefore;
    private boolean readToTheEnd;
    private long nextOffset;

    /**
     * @param askedPath absolute, or relative to the home folder
     * @param location the same for people, until the real path is known
     */
    SequentialFile(ConnectionPool pool, String askedPath, SourceLocation location) {
        this.pool = pool;
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
    public int expect(long bytes) {
        return 1;
    }

    @Override
    public int connections() {
        return reading == null || lifetime.isOver() ? 0 : 1;
    }

    @Override
    public Access access() {
        return Access.ASCENDING;
    }

    /**
     * Starts to read a range.
     *
     * @param range if it lies before what was asked for already, the file is opened again for it; only one reading goes on
     *     at a time
     * @throws SourceException of kind {@code UNREADABLE} also if the server does not let the file be opened again
     */
    @Override
    public RangeRead read(ByteRange range, BlockSink sink) throws SourceException {
        turn.lock();
        try {
            lifetime.check();
            FirstLook seen = requireFirst();
            if (range.end() > seen.stat().sizeBytes()) {
                throw new IllegalArgumentException(range + " lies beyond the end of " + location());
            }
            if (range.length() == 0) {
                return NothingToRead.INSTANCE;
            }
            dropBroken();
            if (range.offset() < nextOffset) {
                beginAnew();
            }
            RangeRead read = requireReading(seen).read(range, sink);
            nextOffset = range.end();
            return read;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public FileStat stat() throws SourceException {
        turn.lock();
        try {
            SftpConnection connection = pool.any(lifetime);
            FirstLook seen = first;
            if (seen == null) {
                FirstLook found = FirstLook.at(askedPath, askedLocation, connection, lifetime);
                first = found;
                return found.stat();
            }
            return statAgain(connection, seen);
        } finally {
            turn.unlock();
        }
    }

    private FileStat statAgain(SftpConnection connection, FirstLook seen) throws SourceException {
        boolean longer = false;
        SequentialReading open = reading;
        if (open != null) {
            open.awaitAll();
            dropBroken();
            if (reading != null) {
                longer = !open.endsAt(seen.stat().sizeBytes());
                readToTheEnd = !longer;
                forgetReading(open);
                open.close();
            }
        }
        FileStat now = look(connection, seen, longer);
        if (longer && now.equals(seen.stat())) {
            throw FileFailure.changed(location().toString(), "it got longer");
        }
        return now;
    }

    private FileStat look(SftpConnection connection, FirstLook seen, boolean longer) throws SourceException {
        try {
            return new FileQuestions(connection, seen.location(), lifetime)
                    .stat(seen.location().path());
        } catch (SourceException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            if (readToTheEnd || longer) {
                return seen.stat();
            }
            throw openedBefore ? readOnlyOnce(e) : e;
        }
    }

    private SequentialReading requireReading(FirstLook seen) throws SourceException {
        SequentialReading open = reading;
        return open == null ? open(seen) : open;
    }

    private SequentialReading open(FirstLook seen) throws SourceException {
        FileQuestions questions = new FileQuestions(pool.any(lifetime), seen.location(), lifetime);
        SequentialReading opened;
        try {
            // The last moment to find out that it is another file: where it can be read once, nobody can later.
            FileStat now = questions.stat(seen.location().path());
            if (!now.equals(seen.stat())) {
                throw seen.changedTo(now);
            }
            opened = new SequentialReading(questions, open(questions));
        } catch (SourceException e) {
            if (openedBefore && isRefusal(e)) {
                throw readOnlyOnce(e);
            }
            throw e.kind() == Kind.NOT_FOUND ? seen.gone() : e;
        }
        reading = opened;
        if (lifetime.isOver()) {
            // Who closed the file may not have seen it.
            opened.giveUp();
            throw lifetime.failure();
        }
        return opened;
    }

    private OpenFile open(FileQuestions questions) throws SourceException {
        try {
            OpenFile handle = questions.open();
            openedBefore = true;
            return handle;
        } catch (SourceException e) {
            // If the answer was lost, the server may have opened it.
            openedBefore |= e.retryable();
            throw e;
        }
    }

    /** A reading of which some bytes will not come is over; what they were may be asked for again. */
    private void dropBroken() {
        SequentialReading open = reading;
        if (open != null && open.isBroken()) {
            nextOffset = open.firstMissing(nextOffset);
            forgetReading(open);
            open.giveUp();
        }
    }

    private void beginAnew() throws SourceException {
        SequentialReading open = reading;
        if (open != null) {
            open.awaitAll();
            forgetReading(open);
            open.close();
        }
    }

    private void forgetReading(SequentialReading open) {
        if (open.equals(reading)) {
            reading = null;
        }
    }

    private SourceException readOnlyOnce(SourceException refusal) {
        return FileFailure.readOnlyOnce(location().toString(), nextOffset, refusal);
    }

    private static boolean isRefusal(SourceException failure) {
        return failure.kind() == Kind.NOT_FOUND || failure.kind() == Kind.UNREADABLE;
    }

    private FirstLook requireFirst() {
        FirstLook seen = first;
        if (seen == null) {
            throw new IllegalStateException("stat comes before everything else");
        }
        return seen;
    }

    @Override
    public void close() {
        lifetime.end();
        SequentialReading open = reading;
        if (open != null) {
            open.giveUp();
        }
    }
}
