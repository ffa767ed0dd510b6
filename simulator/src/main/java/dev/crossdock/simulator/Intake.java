package dev.crossdock.simulator;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** A body on its way into the simulated store. It is looked at piece by piece, with time in between. */
final class Intake extends OutputStream {

    private static final int PIECE_BYTES = 128 << 10;

    private final Exchange<?> exchange;
    private final CRC32C crc = new CRC32C();
    private final long announced;
    private final boolean damages;
    private long taken;
    private Crc32c sent = Crc32c.EMPTY;

    Intake(Exchange<?> exchange, long announced, boolean damages) {
        this.exchange = exchange;
        this.announced = announced;
        this.damages = damages;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            exchange.carrying();
            int piece = Math.min(PIECE_BYTES, length - done);
            int start = from + done;
            int rest = piece;
            if (damages && taken == 0) {
                crc.update(bytes[start++] ^ 1);
                rest--;
            }
            crc.update(bytes, start, rest);
            taken += piece;
            done += piece;
        }
    }

    /** Called when the body says that it was written. */
    void finish(PartBody body, RunRecord run) {
        if (taken != announced) {
            run.violated("announced a body of " + announced + " bytes and sent " + taken);
        }
        sent = body.crc32c();
    }

    /** What arrived. */
    Segment segment(String eTag, boolean compared) {
        return new Segment(taken, arrived(), eTag, compared, isDamaged());
    }

    Crc32c arrived() {
        return new Crc32c((int) crc.getValue());
    }

    /** What the sender says of it. */
    Crc32c sent() {
        return sent;
    }

    private boolean isDamaged() {
        return damages && taken > 0;
    }
}
