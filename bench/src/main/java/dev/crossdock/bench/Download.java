package dev.crossdock.bench;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way from a server to a local disk. Several pieces are on their way at once, so that reading and writing
 * overlap and the distance to the server costs little. One attempt.
 */
final class Download {

    private static final int PIECE_BYTES = 4 << 20;
    private static final int PIECES_AT_ONCE = 8;

    private final SourceFile source;
    private final long sizeBytes;
    private final FileChannel target;
    private final ThreadFactory threads;
    private final AtomicLong nextOffset = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** @param sizeBytes the source's, as its stat says */
    Download(SourceFile source, long sizeBytes, FileChannel target, ThreadFactory threads) {
        this.source = source;
        this.sizeBytes = sizeBytes;
        this.target = target;
        this.threads = threads;
    }

    void run() throws IOException {
        int connections = source.expect(sizeBytes);
        List<Thread> movers = new ArrayList<>();
        for (int mover = 0; mover < Math.max(PIECES_AT_ONCE, connections); mover++) {
            Thread thread = threads.newThread(this::movePieces);
            thread.start();
            movers.add(thread);
        }
        for (Thread mover : movers) {
            join(mover);
        }
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case Exception e -> throw new IOException(e);
        }
    }

    private void movePieces() {
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, sizeBytes)];
        try {
            for (long offset = nextPiece(); offset < sizeBytes && failure.get() == null; offset = nextPiece()) {
                move(offset, (int) Math.min(PIECE_BYTES, sizeBytes - offset), piece);
            }
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private long nextPiece() {
        return nextOffset.getAndAdd(PIECE_BYTES);
    }

    private void move(long offset, int length, byte[] piece) throws IOException {
        try (RangeRead read = source.read(
                new ByteRange(offset, length),
                (at, bytes, from, count) -> System.arraycopy(bytes, from, piece, (int) (at - offset), count))) {
            read.await();
        }
        ByteBuffer rest = ByteBuffer.wrap(piece, 0, length);
        while (rest.hasRemaining()) {
            int written = target.write(rest, offset + rest.position());
            if (written <= 0) {
                throw new IOException("nothing was written to the file");
            }
        }
    }

    private static void join(Thread thread) {
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
