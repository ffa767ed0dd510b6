package dev.crossdock.s3;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the connection in pieces that are small enough to tell a slow peer from one that stopped reading, and
 * remembers whose fault a failure was.
 */
final class GuardedStream extends OutputStream {

    /** What the JDK hands to the kernel at once, at most: smaller would cost, larger would gain nothing. */
    private static final int PIECE_BYTES = 128 << 10;

    private final OutputStream connection;
    private final Exchange exchange;
    private final long lengthBytes;
    private long written;
    private @Nullable IOException failure;

    /** @param lengthBytes how much will be written in all */
    GuardedStream(OutputStream connection, Exchange exchange, long lengthBytes) {
        this.connection = connection;
        this.exchange = exchange;
        this.lengthBytes = lengthBytes;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int piece = Math.min(PIECE_BYTES, length - done);
            if (written + piece >= lengthBytes) {
                exchange.sendingLastByte();
            }
            exchange.writing();
            try {
                connection.write(bytes, from + done, piece);
            } catch (IOException e) {
                failure = e;
                throw e;
            } finally {
                exchange.notWriting();
            }
            done += piece;
            written += piece;
        }
    }

    long written() {
        return written;
    }

    /** What went wrong with the connection; null if nothing did. */
    @Nullable
    IOException failure() {
        return failure;
    }
}
