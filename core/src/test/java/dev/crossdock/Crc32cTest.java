package dev.crossdock;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Crc32cTest {

    private static Crc32c of(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return new Crc32c((int) crc.getValue());
    }

    @Test
    void writesTheCheckValueOfTheCatalogueAsS3Does() {
        byte[] digits = "123456789".getBytes(US_ASCII);
        assertThat(of(digits, 0, 9)).isEqualTo(new Crc32c(0xE3069283));
        assertThat(of(digits, 0, 9).base64()).isEqualTo("4waSgw==");
        assertThat(Crc32c.ofBase64("4waSgw==")).isEqualTo(of(digits, 0, 9));
    }

    @Test
    void refusesWhatIsNoChecksum() {
        assertThatThrownBy(() -> Crc32c.ofBase64("4waSgw==-2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Crc32c.ofBase64("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoCombineIntoTheChecksumOfBoth(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(500)];
        random.nextBytes(bytes);
        int cut = random.nextInt(bytes.length + 1);
        Crc32c whole = of(bytes, 0, cut).then(of(bytes, cut, bytes.length - cut), bytes.length - cut);
        assertThat(whole).isEqualTo(of(bytes, 0, bytes.length));
    }

    private static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void combinesOverMoreBytesThanAnIntCounts() {
        byte[] mebibyte = new byte[1 << 20];
        mebibyte[17] = 3;
        Crc32c one = of(mebibyte, 0, mebibyte.length);
        CRC32C streamed = new CRC32C();
        Crc32c combined = Crc32c.EMPTY;
        for (int i = 0; i < 3000; i++) {
            streamed.update(mebibyte);
            combined = combined.then(one, mebibyte.length);
        }
        assertThat(combined).isEqualTo(new Crc32c((int) streamed.getValue()));

        Crc32c zeros = of(new byte[1 << 20], 0, 1 << 20);
        Crc32c threeGiB = Crc32c.EMPTY;
        for (int i = 0; i < 3000; i++) {
            threeGiB = threeGiB.then(zeros, 1 << 20);
        }
        assertThat(one.then(threeGiB, 3000L << 20)).isEqualTo(streamedAfter(mebibyte, 3000));
    }

    private static Crc32c streamedAfter(byte[] first, int zeroMebibytes) {
        CRC32C crc = new CRC32C();
        crc.update(first);
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < zeroMebibytes; i++) {
            crc.update(zeros);
        }
        return new Crc32c((int) crc.getValue());
    }
}
