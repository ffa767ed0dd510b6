package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrailerBodyTest {

    @Test
    void framesAShortBodyInOneChunk() throws IOException {
        String framed = new String(frame(new Text("hello")), StandardCharsets.US_ASCII);
        // The CRC32C of "hello" is 9a71bb4c.
        assertThat(framed).isEqualTo("5\r\nhello\r\n0\r\nx-amz-checksum-crc32c:mnG7TA==\r\n\r\n");
    }

    @Test
    void framesNothing() throws IOException {
        assertThat(new String(frame(new Text("")), StandardCharsets.US_ASCII))
                .isEqualTo("0\r\nx-amz-checksum-crc32c:AAAAAA==\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 131_071, 131_072, 131_073, 262_144, 1_000_000, 3_333_333})
    void isAsLongAsItSaysAndHoldsTheBody(int length) throws IOException {
        byte[] framed = frame(Bodies.cutThrough(length));
        assertThat(framed).hasSize(Math.toIntExact(TrailerBody.framedLengthBytes(length)));
        assertThat(unframe(framed)).isEqualTo(Bodies.bytes(length));
        assertThat(new String(framed, StandardCharsets.ISO_8859_1))
                .endsWith("\r\n0\r\nx-amz-checksum-crc32c:"
                        + Bodies.crc32c(length).base64() + "\r\n\r\n");
    }

    @Test
    void aBodyThatWritesTooMuchIsADefect() {
        PartBody liar = new Text("four") {
            @Override
            public long lengthBytes() {
                return 3;
            }
        };
        assertThatThrownBy(() -> frame(liar)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] frame(PartBody body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TrailerBody(body).writeTo(out);
        return out.toByteArray();
    }

    private static byte[] unframe(byte[] framed) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(framed);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
            assertThat(length).isLessThanOrEqualTo(TrailerBody.CHUNK_BYTES);
            body.write(in.readNBytes(length));
            assertThat(in.readNBytes(2)).isEqualTo(new byte[] {'\r', '\n'});
        }
        return body.toByteArray();
    }

    private static int chunkLength(ByteArrayInputStream in) {
        StringBuilder digits = new StringBuilder();
        for (int octet = in.read(); octet != '\r'; octet = in.read()) {
            digits.append((char) octet);
        }
        assertThat(in.read()).isEqualTo('\n');
        return Integer.parseInt(digits.toString(), 16);
    }

    private static class Text implements PartBody {

        private final String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        public long lengthBytes() {
            return text.length();
        }

        @Override
        public boolean held() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            for (byte octet : text.getBytes(StandardCharsets.US_ASCII)) {
                out.write(octet);
            }
        }

        @Override
        public Crc32c crc32c() {
            CRC32C crc = new CRC32C();
            crc.update(text.getBytes(StandardCharsets.US_ASCII));
            return new Crc32c((int) crc.getValue());
        }
    }
}
