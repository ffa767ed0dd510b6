package dev.crossdock.s3;

import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body whose CRC32C is known only when its last byte is: framed as {@code aws-chunked}, with the checksum in a
 * trailer (Amazon S3, "Signature calculations: trailing headers", STREAMING-UNSIGNED-PAYLOAD-TRAILER).
 *
 * <pre>
 * 20000 CRLF  131,072 bytes CRLF   ...one chunk after the other, the last may be shorter...
 * 0 CRLF  x-amz-checksum-crc32c:BASE64 CRLF  CRLF
 * </pre>
 *
 * <p>Nothing is buffered: as the whole length is known, so is each chunk's before its first byte.
 */
final class TrailerBody implements BodyWriter {

    /** The size that the SDK's signer assumes when it computes the length that it signs. */
    static final int CHUNK_BYTES = 128 << 10;

    private static final String CRLF = "\r\n";
    private static final int CRC32C_BASE64_LENGTH = 8;

    private final PartBody body;

    TrailerBody(PartBody body) {
        this.body = body;
    }

    @Override
    public long lengthBytes() {
        return framedLengthBytes(body.lengthBytes());
    }

    /** How long {@code length} bytes become. */
    static long framedLengthBytes(long length) {
        long fullChunks = length / CHUNK_BYTES;
        int last = (int) (length % CHUNK_BYTES);
        long framed = fullChunks * framedChunkBytes(CHUNK_BYTES) + (last == 0 ? 0 : framedChunkBytes(last));
        int trailer = S3Headers.CHECKSUM_CRC32C.length() + 1 + CRC32C_BASE64_LENGTH;
        return framed + 1 + 2 + trailer + 2 + 2;
    }

    private static long framedChunkBytes(int chunk) {
        return Integer.toHexString(chunk).length() + 4L + chunk;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.writeTo(new ChunkFraming(out, body.lengthBytes()));
        out.write(ascii(
                "0" + CRLF + S3Headers.CHECKSUM_CRC32C + ":" + body.crc32c().base64() + CRLF + CRLF));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts each chunk's length before it and a line end behind it. */
    private static final class ChunkFraming extends OutputStream {

        private final OutputStream out;
        private long unframed;
        private int leftInChunk;

        ChunkFraming(OutputStream out, long lengthBytes) {
            this.out = out;
            this.unframed = lengthBytes;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int at = from;
            int left = length;
            while (left > 0) {
                if (leftInChunk == 0) {
                    beginChunk();
                }
                int now = Math.min(left, leftInChunk);
                out.write(bytes, at, now);
                at += now;
                left -= now;
                leftInChunk -= now;
                if (leftInChunk == 0) {
                    out.write(ascii(CRLF));
                }
            }
        }

        private void beginChunk() throws IOException {
            if (unframed == 0) {
                throw new IllegalStateException("a body wrote more than it said");
            }
            leftInChunk = (int) Math.min(CHUNK_BYTES, unframed);
            unframed -= leftInChunk;
            out.write(ascii(Integer.toHexString(leftInChunk) + CRLF));
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
