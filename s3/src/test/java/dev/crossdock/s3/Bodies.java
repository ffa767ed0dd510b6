package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bodies of bytes that depend on their number only. */
final class Bodies {

    private Bodies() {}

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static Crc32c crc32c(int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes(length));
        return new Crc32c((int) crc.getValue());
    }

    static PartBody held(int length) {
        return new Held(bytes(length));
    }

    static Cut cutThrough(int length) {
        return new Cut(bytes(length));
    }

    private static final class Held implements PartBody {

        private final byte[] bytes;

        private Held(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public boolean held() {
            return true;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }

        @Override
        public Crc32c crc32c() {
            return Bodies.crc32c(bytes.length);
        }
    }

    /** Written once, in pieces of uneven sizes. */
    static final class Cut implements PartBody {

        private static final int ODD_PIECE_BYTES = 99_991;

        private final byte[] bytes;
        private boolean written;

        private Cut(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public boolean held() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (written) {
                throw new IllegalStateException("written twice");
            }
            written = true;
            for (int at = 0; at < bytes.length; at += ODD_PIECE_BYTES) {
                out.write(bytes, at, Math.min(ODD_PIECE_BYTES, bytes.length - at));
            }
        }

        @Override
        public Crc32c crc32c() {
            if (!written) {
                throw new IllegalStateException("not written yet");
            }
            return Bodies.crc32c(bytes.length);
        }
    }
}
