package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One DATA reply of the size that OpenSSH gives, in the SSH packets that it comes in. */
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplyParserBench {

    private static final int PAYLOAD_BYTES = 261_120;
    private static final int HEADER_BYTES = 13;

    @Param("32768")
    private int packetBytes;

    private final byte[] reply = ByteBuffer.allocate(HEADER_BYTES + PAYLOAD_BYTES)
            .putInt(HEADER_BYTES - Integer.BYTES + PAYLOAD_BYTES)
            .put((byte) PacketType.DATA)
            .putInt(1)
            .putInt(PAYLOAD_BYTES)
            .array();
    private final Block block = new Block();
    private final ReplyParser parser = new ReplyParser(block);

    /** Its bytes are copied once, as in a transfer. */
    @Benchmark
    public byte[] dataReply() throws SourceException {
        for (int from = 0; from < reply.length; from += packetBytes) {
            parser.write(reply, from, Math.min(packetBytes, reply.length - from));
        }
        return block.bytes;
    }

    private static final class Block implements ReplyHandler {

        private final byte[] bytes = new byte[PAYLOAD_BYTES];
        private int at;

        @Override
        public void dataStarts(int id, int length) {
            at = 0;
        }

        @Override
        public void payload(byte[] from, int start, int length) {
            System.arraycopy(from, start, bytes, at, length);
            at += length;
        }

        @Override
        public void dataEnds() {
            // That is all there is to it.
        }

        @Override
        public void reply(int type, int id, byte[] body, int length) {
            throw new IllegalStateException("a reply that is not in the bytes");
        }

        @Override
        public void failed(SourceException cause) {
            throw new IllegalStateException(cause);
        }

        @Override
        public void ended() {
            throw new IllegalStateException("nobody ended it");
        }
    }
}
