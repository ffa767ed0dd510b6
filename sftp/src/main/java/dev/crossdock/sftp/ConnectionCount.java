package dev.crossdock.sftp;

import java.time.Duration;

/**
 * With how many connections to read a file.
 *
 * @param asked what the caller said; 0: as many as help
 */
record ConnectionCount(int asked) {

    /** Below this a second connection opens too late to carry much. */
    private static final long WORTH_A_SECOND_BYTES = 32L << 20;

    /** Below this more than two don't pay at any distance. */
    private static final long WORTH_MORE_BYTES = 64L << 20;

    /**
     * A connection for so much of a round trip. What may be on its way on one is TCP's to say, by default at most 4 MiB on
     * Linux (tcp_wmem): so a line that is longer needs more of them to be full.
     */
    private static final Duration ROUND_TRIP_EACH = Duration.ofMillis(10);

    /** One TCP connection ramps up slowly over such a distance, and each loss costs it much. */
    private static final Duration FAR = Duration.ofMillis(20);

    private static final int FAR_LEAST = 4;

    /** OpenSSH begins to turn away when ten are logging in at once (MaxStartups), and many servers allow an account ten. */
    private static final int FAR_MOST = 9;

    private static final int MAX = 64;

    /** From here on so many round trips are saved by a login that does not wait for the file's size that it pays. */
    private static final Duration WORTH_GOING_AHEAD = Duration.ofMillis(50);

    ConnectionCount {
        if (asked < 0 || asked > MAX) {
            throw new IllegalArgumentException("connections are 0 (automatic) to " + MAX + ", not " + asked);
        }
    }

    /** Whether to open a second connection before it is known how large the file is. */
    boolean goesAhead(Duration roundTrip) {
        return asked != 1 && roundTrip.compareTo(WORTH_GOING_AHEAD) >= 0;
    }

    /** Up to how many may be tried where {@code first} are planned. */
    int most(int first) {
        return asked > 0 || first == 1 ? first : FAR_MOST;
    }

    int forBytes(long bytes, Duration roundTrip) {
        if (asked > 0) {
            return asked;
        }
        if (bytes <= WORTH_A_SECOND_BYTES) {
            return 1;
        }
        return bytes > WORTH_MORE_BYTES && roundTrip.compareTo(FAR) > 0
                ? Math.clamp(roundTrip.dividedBy(ROUND_TRIP_EACH), FAR_LEAST, FAR_MOST)
                : 2;
    }
}
