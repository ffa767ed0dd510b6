package dev.crossdock.bench;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A range of a local file being read, on a thread of its own. */
final class LocalRead implements RangeRead {

    private static final int PIECE_BYTES = 256 << 10;

    private final Path path;
    private final FileChannel channel;
    private final ByteRange range;
    private final BlockSink sink;
    private final Thread thread;
    private volatile boolean givenUp;
    private volatile boolean complete;
    private volatile @Nullable Exception failure;

    LocalRead(Path path, FileChannel channel, ByteRange range, BlockSink sink, ThreadFactory threads) {
        this.path = path;
        this.channel = channel;
        this.range = range;
        this.sink = sink;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, range.length()));
        long offset = range.offset();
        try {
            while (offset < range.end() && !givenUp) {
                piece.clear().limit((int) Math.min(piece.capacity(), range.end() - offset));
                int count = channel.read(piece, offset);
                if (count < 0) {
                    throw new EOFException("it got shorter");
                }
                sink.write(offset, piece.array(), 0, count);
                offset += count;
            }
            complete = offset == range.end();
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void await() throws SourceException {
        join();
        if (!complete) {
            throw new SourceException(Kind.UNREADABLE, "The file " + path + " could not be read.", "", failure);
        }
    }

    @Override
    public void close() {
        givenUp = true;
        join();
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
