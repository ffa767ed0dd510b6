package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crossdock.SourceException;
import dev.crossdock.testkit.AllocatedMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Whatever bytes come, in pieces of whatever size, {@link ReplyParser} finds what a plain reading of all of them finds.
 * An input's first byte is the size of its pieces; zero stands for one piece.
 */
final class FramingFuzz {

    private static final String BROKEN = "broken";
    private static final int HEADER_BYTES = 9;
    private static final int DATA_HEADER_BYTES = 13;

    @FuzzTest
    void findsWhatAPlainReadingFinds(byte[] input) throws Exception {
        if (input.length > 0) {
            AllocatedMemory.within((1 << 20) + 100L * input.length, () -> compare(input));
        }
    }

    private static void compare(byte[] input) {
        int pieceBytes = input[0] == 0 ? input.length : input[0] & 0xff;
        assertThat(parsed(input, pieceBytes)).isEqualTo(plainlyRead(ByteBuffer.wrap(input, 1, input.length - 1)));
    }

    private static List<String> parsed(byte[] input, int pieceBytes) {
        Notes notes = new Notes();
        ReplyParser parser = new ReplyParser(notes);
        try {
            for (int at = 1; at < input.length; at += pieceBytes) {
                parser.write(input, at, Math.min(pieceBytes, input.length - at));
            }
        } catch (SourceException e) {
            assertThat(e.kind()).isEqualTo(SourceException.Kind.PROTOCOL);
            assertThat(e).hasNoCause();
        }
        return notes.found();
    }

    private static List<String> plainlyRead(ByteBuffer in) {
        Notes notes = new Notes();
        while (in.remaining() >= HEADER_BYTES) {
            in.mark();
            long length = Integer.toUnsignedLong(in.getInt());
            int type = in.get() & 0xff;
            int id = in.getInt();
            if (type != PacketType.DATA) {
                if (length < HEADER_BYTES - 4 || length > ReplyParser.MAX_BODY_BYTES + HEADER_BYTES - 4) {
                    notes.broken();
                    break;
                }
                byte[] body = new byte[Math.min((int) length + 4 - HEADER_BYTES, in.remaining())];
                in.get(body);
                if (body.length < length + 4 - HEADER_BYTES) {
                    break;
                }
                notes.reply(type, id, body, body.length);
            } else if (in.remaining() < DATA_HEADER_BYTES - HEADER_BYTES) {
                break;
            } else {
                int count = in.getInt();
                if (count < 0 || length != (long) count + DATA_HEADER_BYTES - 4) {
                    notes.broken();
                    break;
                }
                notes.dataStarts(id, count);
                byte[] payload = new byte[Math.min(count, in.remaining())];
                in.get(payload);
                notes.payload(payload, 0, payload.length);
                if (payload.length < count) {
                    break;
                }
                notes.dataEnds();
            }
        }
        return notes.found();
    }

    /** What was found, in words. */
    private static final class Notes implements ReplyHandler {

        private final List<String> found = new ArrayList<>();
        private final StringBuilder data = new StringBuilder();

        List<String> found() {
            if (!data.isEmpty()) {
                found.add(data.toString());
            }
            return found;
        }

        void broken() {
            found.add(BROKEN);
        }

        @Override
        public void dataStarts(int id, int length) {
            data.append("data ").append(id).append(' ').append(length).append(' ');
        }

        @Override
        public void payload(byte[] bytes, int from, int length) {
            data.append(HexFormat.of().formatHex(bytes, from, from + length));
        }

        @Override
        public void dataEnds() {
            found.add(data.append(" whole").toString());
            data.setLength(0);
        }

        @Override
        public void reply(int type, int id, byte[] body, int length) {
            found.add(type + " " + id + " " + HexFormat.of().formatHex(body, 0, length));
        }

        @Override
        public void failed(SourceException cause) {
            broken();
        }

        @Override
        public void ended() {
            // Ends what was found, whole or not.
        }
    }
}
