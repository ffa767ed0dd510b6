package dev.crossdock.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a step is tried, and how long the pauses are: exponential with full jitter, so that many clients that
 * failed together do not come back together.
 *
 * @param attempts how often a step may fail without any progress before the transfer does
 * @param firstPause upper bound of the first pause; it doubles with each failure
 */
record RetryPolicy(int attempts, Duration firstPause) {

    /** All pauses of one step together last less than 8 s: docs/operations.md says so. */
    static final RetryPolicy USUAL = new RetryPolicy(6, Duration.ofMillis(250));

    RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("a step is tried at least once");
        }
    }

    /** A random pause after the given number of failures, 1 or more. */
    Duration pauseAfter(int failures, RandomGenerator random) {
        long bound = firstPause.toNanos() << Math.min(failures - 1, 20);
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
