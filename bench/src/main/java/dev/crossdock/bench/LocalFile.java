package dev.crossdock.bench;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadFactory;

/** A file of this machine as a source, so that the engine uploads it as it uploads everything. */
final class LocalFile implements SourceFile {

    private final Path path;
    private final FileChannel channel;
    private final ThreadFactory threads;

    LocalFile(Path path, ThreadFactory threads) throws IOException {
        this.path = path;
        this.threads = threads;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public SourceLocation location() {
        return new SourceLocation("", "localhost", 22, path.toAbsolutePath().toString());
    }

    /** Nobody but this process knows the file, so its size is all there is to know. */
    @Override
    public FileStat stat() throws SourceException {
        try {
            return FileStat.regular(channel.size(), 0);
        } catch (IOException e) {
            throw new SourceException(Kind.UNREADABLE, "The size of " + path + " can't be read.", "", e);
        }
    }

    @Override
    public int expect(long bytes) {
        return 1;
    }

    @Override
    public int connections() {
        return channel.isOpen() ? 1 : 0;
    }

    @Override
    public Access access() {
        return Access.ANY_ORDER;
    }

    @Override
    public RangeRead read(ByteRange range, BlockSink sink) {
        LocalRead read = new LocalRead(path, channel, range, sink, threads);
        read.start();
        return read;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // What was read was read.
        }
    }
}
