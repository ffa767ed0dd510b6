package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(6, Duration.ofMillis(100), Duration.ofSeconds(2));

    @Test
    void pausesAreSpreadOverAllOfARangeThatDoublesUpToItsLimit() {
        assertThat(longestOf(1)).isBetween(Duration.ofMillis(90), Duration.ofMillis(100));
        assertThat(longestOf(3)).isBetween(Duration.ofMillis(360), Duration.ofMillis(400));
        assertThat(longestOf(30)).isBetween(Duration.ofMillis(1800), Duration.ofSeconds(2));
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
