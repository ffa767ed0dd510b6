package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RangeBufferTest {

    private static final int OFFSET = 1000;

    private static RangeBuffer bufferFor(int length) {
        int blocks = MemoryBudget.blocksFor(length);
        return new RangeBuffer(new ByteRange(OFFSET, length), new byte[blocks][MemoryBudget.BLOCK_BYTES]);
    }

    private static Crc32c crcOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return new Crc32c((int) crc.getValue());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void holdsTheBytesAndTheirChecksumWhateverOrderTheyCameIn(long seed) throws IOException {
        Random random = new Random(seed);
        int length = random.nextInt(3 * MemoryBudget.BLOCK_BYTES + 1);
        byte[] content = new byte[length];
        random.nextBytes(content);
        List<int[]> pieces = new ArrayList<>();
        for (int at = 0; at < length; ) {
            int piece = Math.min(length - at, 1 + random.nextInt(300_000));
            pieces.add(new int[] {at, piece});
            at += piece;
        }
        Collections.shuffle(pieces, random);

        RangeBuffer buffer = bufferFor(length);
        for (int[] piece : pieces) {
            buffer.write(OFFSET + piece[0], content, piece[0], piece[1]);
        }
        buffer.filled();

        assertThat(buffer.crc32c()).isEqualTo(crcOf(content));
        for (int time = 0; time < 2; time++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            buffer.writeTo(out);
            assertThat(out.toByteArray()).isEqualTo(content);
        }
    }

    @Test
    void knowsWhatIsMissingAfterAReadThatBrokeOff() {
        RangeBuffer buffer = bufferFor(100);
        buffer.write(OFFSET, new byte[40], 0, 40);
        buffer.write(OFFSET + 60, new byte[10], 0, 10);
        assertThat(buffer.missing()).isEqualTo(new ByteRange(OFFSET + 40, 60));
        assertThatThrownBy(buffer::crc32c).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBytesOutsideOfItsRange() {
        RangeBuffer buffer = bufferFor(100);
        assertThatThrownBy(() -> buffer.write(OFFSET + 99, new byte[2], 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer.write(OFFSET - 1, new byte[2], 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LongStream seeds() {
        return LongStream.range(0, 100);
    }
}
