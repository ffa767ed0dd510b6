package dev.crossdock.sftp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many connections to read with, by what they bring: twice as many are tried while files will take long, and kept
 * where they bring so much more; where they don't, it goes back to those before, and no more are tried. A line that
 * limits all together shows no gain; one that limits each, or a server that does, is found out in half a second for each step, or in ten round
 * trips.
 *
 * <p>{@link ConnectionPool} guards it. All times are of one clock.
 */
final class ConnectionGrowth {

    /** Twice as many must bring so much of twice as much more. */
    private static final double WORTH = 0.5;

    /** A try costs logins, and a while of less where it is in vain: not near the end. */
    private static final double LEAST_LEFT_NANOS = 4e9;

    /** Fewer more than this show no difference. */
    private static final double WORTH_TRYING = 1.5;

    /** New ones fill the line first. */
    private static final long SETTLE_NANOS = 200_000_000;

    private static final long MEASURE_NANOS = 300_000_000;

    private static final int MEASURE_ROUND_TRIPS = 5;

    private static final double NANOS_PER_MEGABYTE = 1e3;

    private final int first;
    private final int most;
    private final long roundTripNanos;
    private final long begunNanos;

    private int count;
    private boolean settled;
    private @Nullable String news;

    /** What there were, and brought, before more are tried; 0: no try is under way. */
    private int before;

    private double bytesPerNanoBefore;

    /** A range began when nothing was awaited: so it was not the source that it had waited for. */
    private boolean elsewhere;

    private long elsewhereNanos;

    private boolean measuring;
    private long sinceNanos;
    private long sinceBytes;

    /**
     * What is seen of all connections together.
     *
     * @param open how many there are
     * @param ceiling how many the server gives at most, as far as it is known
     * @param arrivedBytes what came over them so far
     * @param awaitedBytes what is asked for and has not come
     */
    record Seen(int open, int ceiling, long arrivedBytes, long awaitedBytes) {}

    /**
     * @param first how many there are meant to be without any measurement
     * @param most not more than so many
     */
    ConnectionGrowth(int first, int most, long roundTripNanos, long nowNanos) {
        this.first = first;
        this.count = first;
        this.most = most;
        this.roundTripNanos = roundTripNanos;
        this.settled = first >= most;
        this.begunNanos = nowNanos;
        this.sinceNanos = nowNanos;
    }

    /**
     * How many are of use from now on. Asked before a range begins.
     *
     * @param leftBytes what is still to come of a file
     */
    int next(Seen seen, long leftBytes, long nowNanos) {
        boolean amongTheFirst = nowNanos - begunNanos < atLeast(SETTLE_NANOS);
        if (seen.awaitedBytes() == 0 && !amongTheFirst) {
            elsewhere = true;
            elsewhereNanos = nowNanos;
        } else if (nowNanos - elsewhereNanos >= atLeast(SETTLE_NANOS) + atLeast(MEASURE_NANOS)) {
            elsewhere = false;
        }
        return looked(seen, leftBytes, nowNanos);
    }

    /**
     * The same, asked by who waits for a range. It is waited for whatever the narrow place is, so that says nothing where
     * ranges begin when nothing is awaited: where the store takes less than the source gives, say.
     */
    int nextWhileWaiting(Seen seen, long leftBytes, long nowNanos) {
        return elsewhere ? count : looked(seen, leftBytes, nowNanos);
    }

    private int looked(Seen seen, long leftBytes, long nowNanos) {
        if (settled) {
            return count;
        }
        long elapsed = nowNanos - sinceNanos;
        long arrived = seen.arrivedBytes() - sinceBytes;
        if (count > seen.ceiling()) {
            settle(seen.ceiling());
        } else if (seen.open() < count || seen.awaitedBytes() == 0) {
            // They are being opened, or nobody asked them for anything: neither says what they can bring.
            since(seen, nowNanos);
            measuring = false;
        } else if (!measuring) {
            measuring = elapsed >= atLeast(SETTLE_NANOS);
            if (measuring) {
                since(seen, nowNanos);
            }
        } else if (elapsed >= atLeast(MEASURE_NANOS)) {
            measured((double) arrived / elapsed, leftBytes);
            since(seen, nowNanos);
        }
        return count;
    }

    /** How many there were meant to be at first. */
    int first() {
        return first;
    }

    /** What was decided since it was last asked, for the log: its guard is no place to write one. */
    Optional<String> takeNews() {
        Optional<String> taken = Optional.ofNullable(news);
        news = null;
        return taken;
    }

    private long atLeast(long nanos) {
        return Math.max(nanos, MEASURE_ROUND_TRIPS * roundTripNanos);
    }

    private void since(Seen seen, long nowNanos) {
        sinceNanos = nowNanos;
        sinceBytes = seen.arrivedBytes();
    }

    private void measured(double bytesPerNano, long leftBytes) {
        if (before > 0 && bytesPerNano < bytesPerNanoBefore * (1 + WORTH * (count - before) / before)) {
            news = "%d connections bring %d MB/s, %d brought %d: no more are tried"
                    .formatted(count, megabytes(bytesPerNano), before, megabytes(bytesPerNanoBefore));
            settle(before);
        } else if (WORTH_TRYING * count > most) {
            settle(count);
        } else if (leftBytes > bytesPerNano * LEAST_LEFT_NANOS) {
            news = "%d connections bring %d MB/s: more are tried".formatted(count, megabytes(bytesPerNano));
            before = count;
            bytesPerNanoBefore = bytesPerNano;
            count = Math.min(2 * count, most);
            measuring = false;
        } else {
            before = 0;
        }
    }

    private static long megabytes(double bytesPerNano) {
        return Math.round(bytesPerNano * NANOS_PER_MEGABYTE);
    }

    private void settle(int found) {
        settled = true;
        count = found;
    }
}
