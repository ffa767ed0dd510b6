package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionCountTest {

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    /** The longer the line, the more of them it takes to fill it; nine leave a server that allows ten one for others. */
    @ParameterizedTest
    @CsvSource({"0, 2", "20, 2", "21, 4", "50, 5", "100, 9", "200, 9", "60000, 9"})
    void growsWithTheRoundTrip(int roundTripMillis, int connections) {
        assertThat(new ConnectionCount(0).forBytes(GIB, Duration.ofMillis(roundTripMillis)))
                .isEqualTo(connections);
    }

    @ParameterizedTest
    @CsvSource({"32, 1", "33, 2", "64, 2", "65, 9"})
    void aSmallFileIsOverBeforeAnotherIsOpen(long mebibytes, int connections) {
        assertThat(new ConnectionCount(0).forBytes(mebibytes * MIB, Duration.ofMillis(100)))
                .isEqualTo(connections);
    }

    /** A login in vain with a small file is worth it over a long line only, and never against what was asked for. */
    @ParameterizedTest
    @CsvSource({"0, 49, false", "0, 50, true", "1, 200, false", "2, 200, true"})
    void aSecondGoesAheadOverALongLine(int asked, int roundTripMillis, boolean ahead) {
        assertThat(new ConnectionCount(asked).goesAhead(Duration.ofMillis(roundTripMillis)))
                .isEqualTo(ahead);
    }

    @Test
    void whatWasAskedForIsNotArguedWith() {
        assertThat(new ConnectionCount(7).forBytes(1, Duration.ZERO)).isEqualTo(7);
    }
}
