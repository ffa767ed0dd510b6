package dev.crossdock.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class GeneratedBytesTest {

    private final GeneratedBytes content = new GeneratedBytes(42);

    @Test
    void anyRangeHoldsTheSameBytesAsTheWhole() {
        byte[] whole = content.bytes(new ByteRange(0, 300_000));
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            int from = random.nextInt(whole.length);
            int length = random.nextInt(Math.min(200, whole.length - from + 1));
            byte[] piece = new byte[length + 2];
            content.fill(from, piece, 1, length);
            assertThat(piece[0]).isZero();
            assertThat(piece[length + 1]).isZero();
            for (int index = 0; index < length; index++) {
                assertThat(piece[index + 1]).isEqualTo(whole[from + index]);
            }
        }
    }

    @Test
    void rangesAcrossACellsEdgeAndItsStampAreSeamless() {
        int edge = 64 << 10;
        byte[] whole = content.bytes(new ByteRange(0, 2L * edge));
        for (int from = edge - 10; from < edge + 10; from++) {
            for (int length = 0; length < 12; length++) {
                byte[] expected = new byte[length];
                System.arraycopy(whole, from, expected, 0, length);
                assertThat(content.bytes(new ByteRange(from, length))).isEqualTo(expected);
            }
        }
    }

    @Test
    void followsFromTheSeedAlone() {
        ByteRange range = new ByteRange(123_456_789_012L, 1_000);
        assertThat(new GeneratedBytes(42).bytes(range)).isEqualTo(content.bytes(range));
        assertThat(new GeneratedBytes(43).bytes(range)).isNotEqualTo(content.bytes(range));
    }

    @Test
    void isTheSameOnEveryMachine() {
        // Written down once: whoever changes the rule changes what a name and a seed stand for.
        assertThat(content.crc32c(new ByteRange(0, 1_000_000)).base64()).isEqualTo("+25GwA==");
    }

    @Test
    void noTwoCellsAreEqual() {
        Set<Crc32c> seen = new HashSet<>();
        for (long cell = 0; cell < 2_000; cell++) {
            assertThat(seen.add(content.crc32c(new ByteRange(cell * (64 << 10), 64 << 10))))
                    .isTrue();
        }
    }

    @Test
    void everyByteValueOccursAboutEquallyOften() {
        int[] counts = new int[256];
        for (byte value : content.bytes(new ByteRange(5, 1 << 20))) {
            counts[value & 0xFF]++;
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(3_000, 5_500));
    }

    @Test
    void checksumOfARangeIsThatOfItsBytes() {
        ByteRange range = new ByteRange(99, 700_001);
        CRC32C crc = new CRC32C();
        crc.update(content.bytes(range));
        assertThat(content.crc32c(range)).isEqualTo(new Crc32c((int) crc.getValue()));
        assertThat(content.crc32c(new ByteRange(99, 0))).isEqualTo(Crc32c.EMPTY);
    }

    @Test
    void streamGivesTheRangeAndEnds() throws IOException {
        ByteRange range = new ByteRange(70_000, 140_001);
        try (InputStream stream = content.stream(range)) {
            assertThat(stream.read()).isEqualTo(content.bytes(range)[0] & 0xFF);
            assertThat(stream.skip(9)).isEqualTo(9);
            assertThat(stream.readAllBytes()).isEqualTo(content.bytes(new ByteRange(70_010, 139_991)));
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.skip(1)).isZero();
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> content.fill(-1, new byte[1], 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> content.fill(0, new byte[1], 1, 1));
    }
}
