package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DeliveredBytesTest {

    @Test
    void knowsEveryByteThatWasHandedOut() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            DeliveredBytes delivered = new DeliveredBytes();
            BitSet bytes = new BitSet();
            for (int piece = 0; piece < 20; piece++) {
                int offset = random.nextInt(100);
                int length = random.nextInt(10);
                int from = random.nextInt(100);
                int count = random.nextInt(10);
                delivered.add(offset, length);
                bytes.set(offset, offset + length);
                assertThat(delivered.any(from, count))
                        .isEqualTo(!bytes.get(from, from + count).isEmpty());
            }
        }
    }
}
