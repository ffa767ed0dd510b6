package dev.crossdock.testkit;

/**
 * One direction of a {@link TcpDistance}: the way that all connections share. It carries their bytes one after the
 * other, in the order in which they come. May be asked from any thread.
 *
 * <p>What arrives at about the same time arrives together, at the nearest twentieth of the delay or, for long ones, at
 * the nearest millisecond: to wake threads for every packet would cost more than to move its bytes.
 */
final class TcpRoad {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long STEPS = 20;
    private static final long MOST_STEP_NANOS = 1_000_000;

    private final TcpDistance distance;
    private final long travelNanos;
    private final long stepNanos;
    private long busyUntilNanos = Long.MIN_VALUE;

    TcpRoad(TcpDistance distance) {
        this.distance = distance;
        this.travelNanos = distance.eachWay().toNanos();
        this.stepNanos = Math.min(MOST_STEP_NANOS, travelNanos / STEPS);
    }

    /** When these bytes will be at the other end, if they are given to the road now. */
    long arrivalNanos(long nowNanos, int bytes) {
        if (distance.bytesPerSecond() == TcpDistance.UNLIMITED) {
            return atStep(nowNanos + travelNanos);
        }
        synchronized (this) {
            long begins = busyUntilNanos == Long.MIN_VALUE ? nowNanos : Math.max(nowNanos, busyUntilNanos);
            busyUntilNanos = begins + (long) (bytes * NANOS_PER_SECOND / distance.bytesPerSecond());
            return atStep(busyUntilNanos + travelNanos);
        }
    }

    /** When an acknowledgement that is given to the road now will be at the other end. It takes up no room. */
    long acknowledgedNanos(long nowNanos) {
        return atStep(nowNanos + travelNanos);
    }

    private long atStep(long nanos) {
        return stepNanos == 0 ? nanos : Math.floorDiv(nanos + stepNanos / 2, stepNanos) * stepNanos;
    }
}
