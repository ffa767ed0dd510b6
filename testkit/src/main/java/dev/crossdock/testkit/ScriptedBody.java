package dev.crossdock.testkit;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A body that is written in small pieces, and can fail or stop on its way. It is held or cut through. */
public final class ScriptedBody implements PartBody {

    private static final int PIECE_BYTES = 64 << 10;

    private final byte[] bytes;
    private final boolean held;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private int failAt = Integer.MAX_VALUE;
    private IOException failure = new IOException("nothing was told to fail");
    private int stopAt = Integer.MAX_VALUE;
    private volatile int written;

    private ScriptedBody(byte[] bytes, boolean held) {
        this.bytes = bytes;
        this.held = held;
    }

    static ScriptedBody held(byte[] bytes) {
        return new ScriptedBody(bytes, true);
    }

    /** A body that can be written once, and knows its checksum only then. Takes the array as it is. */
    public static ScriptedBody cutThrough(byte[] bytes) {
        return new ScriptedBody(bytes, false);
    }

    ScriptedBody failingAt(int offset, IOException cause) {
        failAt = offset;
        failure = cause;
        return this;
    }

    ScriptedBody stoppingAt(int offset) {
        stopAt = offset;
        return this;
    }

    void awaitStop() {
        await(stopped);
    }

    void goOn() {
        mayGoOn.countDown();
    }

    int written() {
        return written;
    }

    @Override
    public long lengthBytes() {
        return bytes.length;
    }

    @Override
    public boolean held() {
        return held;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (written > 0 && !held) {
            throw new IllegalStateException("a body that is cut through can't be written again");
        }
        int done = 0;
        while (done < bytes.length) {
            if (done >= failAt) {
                throw failure;
            }
            if (done >= stopAt && mayGoOn.getCount() > 0) {
                out.flush();
                stopped.countDown();
                await(mayGoOn);
            }
            int length = Math.min(PIECE_BYTES, bytes.length - done);
            out.write(bytes, done, length);
            done += length;
            written = done;
        }
    }

    @Override
    public Crc32c crc32c() {
        if (written < bytes.length && !held) {
            throw new IllegalStateException("not written to its end yet");
        }
        return new HeldBody(bytes).crc32c();
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean came = latch.await(60, TimeUnit.SECONDS);
            if (!came) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
