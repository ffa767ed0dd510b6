package dev.crossdock.testkit;

import dev.crossdock.Crc32c;
import dev.crossdock.TransferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** One body on its way into a {@link FakeStore}: what arrived of it, which damage makes different from what was sent. */
abstract class FakeIntake extends OutputStream {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CRC32C crc = new CRC32C();
    private final boolean keeping;
    private final long announced;
    private boolean damaged;
    private boolean halved;
    private long taken;

    FakeIntake(boolean keeping, long announced, boolean damaged) {
        this.keeping = keeping;
        this.announced = announced;
        this.damaged = damaged;
    }

    /** Called once, when half of the body has arrived. */
    abstract void halfway() throws TransferException;

    /** Throws if no more is wanted. */
    abstract void check() throws TransferException;

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        check();
        long half = announced / 2;
        int first = halved ? length : (int) Math.min(length, half - taken);
        keep(bytes, from, first);
        if (!halved && taken == half) {
            halved = true;
            halfway();
            check();
        }
        keep(bytes, from + first, length - first);
        if (taken > announced) {
            throw new IllegalStateException("a body of " + announced + " bytes wrote more");
        }
    }

    /** Called when the body says that it was written. */
    void finish() throws TransferException {
        if (!halved) {
            halved = true;
            halfway();
        }
        check();
        if (taken != announced) {
            throw new IllegalStateException("a body of " + announced + " bytes wrote " + taken);
        }
    }

    long lengthBytes() {
        return taken;
    }

    /** What arrived; nothing if the store throws it away. */
    byte[] bytes() {
        return kept.toByteArray();
    }

    boolean keeping() {
        return keeping;
    }

    Crc32c crc32c() {
        return new Crc32c((int) crc.getValue());
    }

    private void keep(byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        int start = from;
        int left = length;
        if (damaged) {
            damaged = false;
            byte[] wrong = {(byte) (bytes[from] ^ 1)};
            store(wrong, 0, 1);
            start++;
            left--;
        }
        store(bytes, start, left);
        taken += length;
    }

    private void store(byte[] bytes, int from, int length) {
        crc.update(bytes, from, length);
        if (keeping) {
            kept.write(bytes, from, length);
        }
    }
}
