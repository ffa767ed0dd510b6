package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyParserTest {

    private static final int CONVERSATION_LENGTH = conversation().length;

    @Test
    void findsTheSameRepliesWhereverTheBytesAreCutInTwo() throws Exception {
        List<String> whole = parsed(conversation(), CONVERSATION_LENGTH);
        assertThat(whole).hasSize(8);
        for (int cut = 1; cut < CONVERSATION_LENGTH; cut++) {
            Recorder recorder = new Recorder();
            ReplyParser parser = new ReplyParser(recorder);
            parser.write(conversation(), 0, cut);
            parser.write(conversation(), cut, CONVERSATION_LENGTH - cut);
            assertThat(recorder.replies).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 9, 13, 14})
    void findsTheSameRepliesInPiecesOfAnySize(int pieceBytes) throws Exception {
        assertThat(parsed(conversation(), pieceBytes)).isEqualTo(parsed(conversation(), CONVERSATION_LENGTH));
    }

    @Test
    void handsFileDataOnFromWhereItLies() throws Exception {
        Recorder recorder = new Recorder();
        byte[] packet = data(7, new byte[] {1, 2, 3});
        new ReplyParser(recorder).write(packet, 0, packet.length);
        assertThat(recorder.lastBuffer).isSameAs(packet);
    }

    @Test
    void takesASingleByteAsWell() throws Exception {
        Recorder recorder = new Recorder();
        ReplyParser parser = new ReplyParser(recorder);
        for (byte each : status(3, 0)) {
            parser.write(each);
        }
        assertThat(recorder.replies).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, ReplyParser.MAX_BODY_BYTES + 6})
    void refusesAnAbsurdLengthBeforeItTakesMemory(int length) {
        byte[] header = ByteBuffer.allocate(9)
                .putInt(length)
                .put((byte) PacketType.STATUS)
                .putInt(1)
                .array();
        assertBreaksProtocol(header);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 14, 13 + 1_000_000, -1})
    void refusesDataWhoseLengthsContradictEachOther(int packetLength) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(packetLength)
                .put((byte) PacketType.DATA)
                .putInt(1)
                .putInt(4)
                .array();
        assertBreaksProtocol(header);
    }

    @Test
    void refusesDataOfNegativeLength() {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(8)
                .put((byte) PacketType.DATA)
                .putInt(1)
                .putInt(-1)
                .array();
        assertBreaksProtocol(header);
    }

    @Test
    void ignoresWhatFollowsAFailure() throws Exception {
        Recorder recorder = new Recorder();
        ReplyParser parser = new ReplyParser(recorder);
        byte[] absurd = {-1, -1, -1, -1, (byte) PacketType.STATUS, 0, 0, 0, 0};
        assertThatThrownBy(() -> parser.write(absurd, 0, absurd.length)).isInstanceOf(SourceException.class);
        parser.write(conversation(), 0, CONVERSATION_LENGTH);
        assertThat(recorder.replies).isEmpty();
        assertThat(recorder.failures).hasSize(1);
    }

    @Test
    void turnsADefectOfTheHandlerIntoAFailure() {
        Recorder recorder = new Recorder() {
            @Override
            public void payload(byte[] bytes, int from, int length) {
                throw new NullPointerException("a defect");
            }
        };
        byte[] packet = data(1, new byte[1]);
        assertThatThrownBy(() -> new ReplyParser(recorder).write(packet, 0, packet.length))
                .isInstanceOf(SourceException.class)
                .hasRootCauseInstanceOf(NullPointerException.class);
        assertThat(recorder.failures).hasSize(1);
    }

    @Test
    void saysThatNothingFollowsWhenTheChannelEnds() throws Exception {
        Recorder recorder = new Recorder();
        try (ReplyParser parser = new ReplyParser(recorder)) {
            parser.write(status(1, 0), 0, 5);
        }
        assertThat(recorder.ended).isTrue();
    }

    private static void assertBreaksProtocol(byte[] bytes) {
        for (int cut = 0; cut < bytes.length; cut++) {
            Recorder recorder = new Recorder();
            ReplyParser parser = new ReplyParser(recorder);
            int first = cut;
            assertThatThrownBy(() -> {
                        parser.write(bytes, 0, first);
                        parser.write(bytes, first, bytes.length - first);
                    })
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL));
            assertThat(recorder.failures).hasSize(1);
            assertThat(recorder.replies).isEmpty();
        }
    }

    private static List<String> parsed(byte[] bytes, int pieceBytes) throws Exception {
        Recorder recorder = new Recorder();
        ReplyParser parser = new ReplyParser(recorder);
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            parser.write(bytes, at, Math.min(pieceBytes, bytes.length - at));
        }
        return recorder.replies;
    }

    /** One of each kind, empty data and a long name among them. */
    private static byte[] conversation() {
        byte[] handle = "a handle".getBytes(StandardCharsets.US_ASCII);
        List<byte[]> packets = List.of(
                packet(PacketType.VERSION, 3, new byte[0]),
                packet(PacketType.HANDLE, 1, handle),
                data(2, new byte[] {1, 2, 3, 4, 5}),
                status(3, 1),
                data(4, new byte[0]),
                packet(PacketType.NAME, 5, new byte[1_500]),
                data(Integer.MIN_VALUE, new byte[300]),
                packet(PacketType.EXTENDED_REPLY, -1, new byte[32]));
        ByteBuffer all =
                ByteBuffer.allocate(packets.stream().mapToInt(p -> p.length).sum());
        packets.forEach(all::put);
        return all.array();
    }

    private static byte[] data(int id, byte[] payload) {
        return packet(
                PacketType.DATA,
                id,
                ByteBuffer.allocate(4 + payload.length)
                        .putInt(payload.length)
                        .put(payload)
                        .array());
    }

    private static byte[] status(int id, int code) {
        return packet(
                PacketType.STATUS, id, ByteBuffer.allocate(12).putInt(code).array());
    }

    private static byte[] packet(int type, int id, byte[] body) {
        return ByteBuffer.allocate(9 + body.length)
                .putInt(5 + body.length)
                .put((byte) type)
                .putInt(id)
                .put(body)
                .array();
    }

    private static class Recorder implements ReplyHandler {

        final List<String> replies = new ArrayList<>();
        final List<SourceException> failures = new ArrayList<>();
        boolean ended;
        byte[] lastBuffer = new byte[0];
        private final StringBuilder arriving = new StringBuilder();

        @Override
        public void dataStarts(int id, int length) {
            arriving.setLength(0);
            arriving.append("data ").append(id).append(' ').append(length).append(' ');
        }

        @Override
        public void payload(byte[] bytes, int from, int length) {
            lastBuffer = bytes;
            arriving.append(HexFormat.of().formatHex(bytes, from, from + length));
        }

        @Override
        public void dataEnds() {
            replies.add(arriving.toString());
        }

        @Override
        public void reply(int type, int id, byte[] body, int length) {
            replies.add(type + " " + id + " " + HexFormat.of().formatHex(body, 0, length));
        }

        @Override
        public void failed(SourceException cause) {
            failures.add(cause);
        }

        @Override
        public void ended() {
            ended = true;
        }
    }
}
