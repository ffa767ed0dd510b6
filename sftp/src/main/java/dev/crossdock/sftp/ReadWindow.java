package dev.crossdock.sftp;

/**
 * How many bytes of files may be asked of one connection and not have come: enough to fill the line at its length, and
 * no more. What a server has read and can't send yet piles up in its memory, and OpenSSH then spends more time on moving
 * and zeroing its buffers than on anything else; asked for less, it is faster.
 *
 * <p>The rule is that of BBR (draft-ietf-ccwg-bbr): twice the bandwidth times the delay. While the window is what limits
 * the flow, that nearly doubles it with each measurement; once it is not, the window stays. The delay is the shortest in which
 * a READ was answered that had nothing before it. A READ, not any small question: behind some servers there is a store
 * that is farther away than they are. The bandwidth is the best of the last seconds. A delay that has become longer is
 * noticed at the next READ that is alone; a connection that never is keeps the one it knows.
 *
 * <p>{@link Outstanding} guards it. All times are of one clock.
 */
final class ReadWindow {

    /** Never less: on a short line it costs nothing yet, and a server that is slow to answer is kept busy. */
    static final long MIN_BYTES = 2 << 20;

    /** What one connection is supposed to carry until that is measured: 40 MB/s. */
    static final double SUPPOSED_BYTES_PER_NANO = 0.04;

    static final double GAIN = 2;

    /** What arrives is measured for at least so long, and for as long as the delay: bytes come in bursts. */
    private static final long MIN_MEASURE_NANOS = 20_000_000;

    /** A bandwidth is remembered for so long at least, and at most for twice that. */
    private static final long MEMORY_NANOS = 1_000_000_000;

    /** A shorter delay than the one that is measured now counts for so long. */
    private static final long DELAY_MEMORY_NANOS = 10_000_000_000L;

    private long delayNanos;
    private long delaySinceNanos;
    private boolean delayMeasured;

    private double best = SUPPOSED_BYTES_PER_NANO;
    private double bestBefore;
    private boolean bandwidthMeasured;
    private long bestSinceNanos;

    private long measuredSinceNanos;
    private long arrivedBytes;

    private long bytes = MIN_BYTES;

    /** How long the server took to answer a small question; until a READ was answered, there is nothing better. */
    void roundTrip(long nanos) {
        if (!delayMeasured) {
            delayNanos = nanos;
            resize();
        }
    }

    /**
     * Bytes of a file have come.
     *
     * @param sentNanos when they were asked for
     * @param alone whether nothing was on the way then
     */
    void arrived(int count, long sentNanos, long nowNanos, boolean alone) {
        if (alone) {
            delay(nowNanos - sentNanos, nowNanos);
            // The silence before says nothing of the line.
            measureFrom(nowNanos);
        } else {
            arrivedBytes += count;
            long elapsed = nowNanos - measuredSinceNanos;
            if (elapsed >= Math.max(delayNanos, MIN_MEASURE_NANOS)) {
                measured((double) arrivedBytes / elapsed, nowNanos);
                measureFrom(nowNanos);
            }
        }
        resize();
    }

    private void delay(long took, long nowNanos) {
        if (!delayMeasured || took <= delayNanos || nowNanos - delaySinceNanos > DELAY_MEMORY_NANOS) {
            delayMeasured = true;
            delayNanos = took;
            delaySinceNanos = nowNanos;
        }
    }

    private void measureFrom(long nowNanos) {
        measuredSinceNanos = nowNanos;
        arrivedBytes = 0;
    }

    private void measured(double bytesPerNano, long nowNanos) {
        if (!bandwidthMeasured) {
            bandwidthMeasured = true;
            best = 0;
            bestSinceNanos = nowNanos;
        } else if (nowNanos - bestSinceNanos >= MEMORY_NANOS) {
            bestBefore = best;
            best = 0;
            bestSinceNanos = nowNanos;
        }
        best = Math.max(best, bytesPerNano);
    }

    private void resize() {
        bytes = Math.max(MIN_BYTES, (long) (GAIN * Math.max(best, bestBefore) * delayNanos));
    }

    /** Whether several READs fit in: who sends them is not woken before, or each one that came would do so. */
    boolean hasRoom(long awaitedBytes) {
        return awaitedBytes <= bytes / 4 * 3;
    }

    /** While fewer bytes than this are on the way, more may be asked for. */
    long bytes() {
        return bytes;
    }
}
