package dev.crossdock.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a step is tried, and how long the pauses are: exponential with full jitter, so that many clients that
 * failed together do not come back together.
 *
 * @param attempts how often a step may fail without any progress, at least, before the transfer does
 * @param firstPause upper bound of the first pause; it doubles with each failure
 * @param longestPause where that ends
 * @param patience for how long a step is tried at most, beyond those attempts. A transfer that has been moving bytes for
 *     a shorter time than this is given up after as long as it had been moving: what was just begun is not worth a wait
 */
record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration patience) {

    /** docs/operations.md says what comes of these figures. */
    static final RetryPolicy USUAL =
            new RetryPolicy(6, Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofMinutes(2));

    RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("a step is tried at least once");
        }
    }

    /** As often and no longer, whatever was moved. */
    RetryPolicy withAttempts(int count) {
        return new RetryPolicy(count, firstPause, longestPause, Duration.ZERO);
    }

    /**
     * Whether a step has failed for good.
     *
     * @param failures how often it has failed
     * @param whileOthersProgressed how many of them happened while other steps of the kind got further, so that it may just
     *     have had no turn: they count when the patience is over
     * @param failing how long ago it did so for the first time
     * @param moving for how long bytes had been moving by then
     */
    boolean isEnough(int failures, int whileOthersProgressed, Duration failing, Duration moving) {
        Duration worthwhile = moving.compareTo(patience) < 0 ? moving : patience;
        return (failures - whileOthersProgressed >= attempts && failing.compareTo(worthwhile) >= 0)
                || (failures >= attempts && failing.compareTo(patience) >= 0);
    }

    /** A random pause after the given number of failures, 1 or more. */
    Duration pauseAfter(int failures, RandomGenerator random) {
        long bound = firstPause.toNanos() << Math.min(failures - 1, 20);
        return Duration.ofNanos(random.nextLong(Math.min(bound, longestPause.toNanos()) + 1));
    }
}
