package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private final RetryPolicy policy =
            new RetryPolicy(6, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMinutes(1));

    @Test
    void pausesAreSpreadOverAllOfARangeThatDoublesUpToItsLimit() {
        assertThat(longestOf(1)).isBetween(Duration.ofMillis(90), Duration.ofMillis(100));
        assertThat(longestOf(3)).isBetween(Duration.ofMillis(360), Duration.ofMillis(400));
        assertThat(longestOf(5)).isBetween(Duration.ofMillis(1440), Duration.ofMillis(1600));
        assertThat(longestOf(30)).isBetween(Duration.ofMillis(1800), Duration.ofSeconds(2));
    }

    @Test
    void theUsualPausesBeforeAnythingMovedTogetherLastAsLongAsIsSaid() {
        RandomGenerator longest = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        Duration together = Duration.ZERO;
        for (int failures = 1; failures < RetryPolicy.USUAL.attempts(); failures++) {
            together = together.plus(RetryPolicy.USUAL.pauseAfter(failures, longest));
        }
        assertThat(together).isEqualTo(Duration.ofMillis(7750));
    }

    @ParameterizedTest
    @CsvSource({
        // failures, those while others got further, seconds since the first, seconds of moving before: is it enough?
        "5, 0, 3600, 0, false",
        "6, 0, 0, 0, true",
        "6, 0, 9, 10, false",
        "6, 0, 10, 10, true",
        "60, 0, 59, 3600, false",
        "60, 0, 60, 3600, true",
        "6, 1, 0, 0, false",
        "7, 1, 0, 0, true",
        "60, 55, 59, 0, false",
        "60, 55, 60, 0, true",
    })
    void aStepIsTriedAsLongAsBytesHadBeenMoving(
            int failures, int whileOthers, long failing, long moving, boolean enough) {
        assertThat(policy.isEnough(failures, whileOthers, Duration.ofSeconds(failing), Duration.ofSeconds(moving)))
                .isEqualTo(enough);
    }

    @Test
    void somePausesAreShort() {
        Random random = new Random(1);
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 1000; i++) {
            Duration pause = policy.pauseAfter(5, random);
            shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
        }
        assertThat(shortest).isLessThan(Duration.ofMillis(50));
    }

    private Duration longestOf(int failures) {
        Random random = new Random(1);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 1000; i++) {
            Duration pause = policy.pauseAfter(failures, random);
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        return longest;
    }
}
