package dev.crossdock.testkit;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One read of a {@link FakeFile}, on a thread of its own. */
final class FakeRead implements RangeRead {

    private static final int MAX_PIECE_BYTES = 64 << 10;
    private static final int PIECES_IN_FLIGHT = 16;

    private final FakeFile file;
    private final FileStat described;
    private final ByteRange range;
    private final BlockSink sink;
    private final Consumer<FakeRead> whenEnded;
    private final Random random;
    private final byte[] piece;
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Held while the sink is written, so that {@link #close} can wait for the last write. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean givenUp;
    private volatile @Nullable Throwable failure;

    FakeRead(FakeFile file, FileStat described, ByteRange range, BlockSink sink, Consumer<FakeRead> whenEnded) {
        this.file = file;
        this.described = described;
        this.range = range;
        this.sink = sink;
        this.whenEnded = whenEnded;
        this.random = new Random(file.seed() ^ range.hashCode());
        this.piece = new byte[Math.clamp(range.length() / 8, 1, MAX_PIECE_BYTES)];
    }

    void begin() {
        file.began();
        // As an SSH session's thread is one: among virtual threads that never wait, a new one may get no turn.
        Thread.ofPlatform().daemon().name("fake read " + range).start(this::run);
    }

    private void run() {
        try {
            deliver();
        } catch (SourceException | RuntimeException | Error e) {
            failure = e;
        } finally {
            file.ended();
            whenEnded.accept(this);
            ended.countDown();
        }
    }

    private void deliver() throws SourceException {
        long next = range.offset();
        while (next < range.end()) {
            List<ByteRange> pieces = new ArrayList<>();
            while (pieces.size() < PIECES_IN_FLIGHT && next < range.end()) {
                int length = (int) Math.min(1 + random.nextInt(piece.length), range.end() - next);
                pieces.add(new ByteRange(next, length));
                next += length;
            }
            Collections.shuffle(pieces, random);
            for (ByteRange each : pieces) {
                if (!deliver(each)) {
                    throw closed(file);
                }
            }
        }
    }

    private boolean deliver(ByteRange bytes) throws SourceException {
        int length = (int) bytes.length();
        if (!file.take(bytes.offset(), piece, length, described, () -> givenUp)) {
            return false;
        }
        writing.lock();
        try {
            if (givenUp) {
                return false;
            }
            sink.write(bytes.offset(), piece, 0, length);
            return true;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void await() throws SourceException {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable cause = failure;
        if (cause instanceof SourceException source) {
            throw source;
        }
        if (cause != null) {
            throw new AssertionError("the sink threw", cause);
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            givenUp = true;
        } finally {
            writing.unlock();
        }
        file.wake();
    }

    static SourceException closed(FakeFile file) {
        return new SourceException(
                SourceException.Kind.NETWORK, "The read of " + file.location() + " was given up.", "");
    }
}
