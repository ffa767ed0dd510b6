package dev.crossdock.testkit;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link FakeFile}. Each read has a thread of its own and delivers pieces of uneven size out of order, as drawn
 * from the file's seed.
 */
public final class FakeSource implements SourceFile {

    private final FakeFile file;
    private final AtomicReference<@Nullable FileStat> first = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<FakeRead> reads = ConcurrentHashMap.newKeySet();

    FakeSource(FakeFile file) {
        this.file = file;
    }

    @Override
    public SourceLocation location() {
        return file.location();
    }

    @Override
    public FileStat stat() throws SourceException {
        requireOpen();
        FileStat stat = file.askedForStat();
        first.compareAndSet(null, stat);
        return stat;
    }

    @Override
    public int expect(long bytes) {
        return file.announced();
    }

    @Override
    public int connections() {
        return first.get() == null || closed.get() ? 0 : file.connections();
    }

    @Override
    public Access access() {
        return file.access();
    }

    @Override
    public RangeRead read(ByteRange range, BlockSink sink) throws SourceException {
        requireOpen();
        FileStat described = first.get();
        if (described == null || range.end() > described.sizeBytes()) {
            throw new IllegalArgumentException(range + " was not said to be in the file: " + described);
        }
        FakeRead read = new FakeRead(file, described, range, sink, reads::remove);
        reads.add(read);
        read.begin();
        if (closed.get()) {
            read.close();
        }
        return read;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            reads.forEach(FakeRead::close);
            file.closed();
        }
    }

    private void requireOpen() throws SourceException {
        if (closed.get()) {
            throw FakeRead.closed(file);
        }
    }
}
