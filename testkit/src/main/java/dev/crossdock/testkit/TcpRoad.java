package dev.crossdock.testkit;

/**
 * One direction of a {@link TcpDistance}: the way that all connections share. It carries their bytes one after the
 * other, in the order in which they come. May be asked from any thread.
 */
final class TcpRoad {

    private static final double NANOS_PER_SECOND = 1e9;

    private final TcpDistance distance;
    private final long travelNanos;
    private long busyUntilNanos = Long.MIN_VALUE;

    TcpRoad(TcpDistance distance) {
        this.distance = distance;
        this.travelNanos = distance.eachWay().toNanos();
    }

    long travelNanos() {
        return travelNanos;
    }

    /** When these bytes will be at the other end, if they are given to the road now. */
    long arrivalNanos(long nowNanos, int bytes) {
        if (distance.bytesPerSecond() == TcpDistance.UNLIMITED) {
            return nowNanos + travelNanos;
        }
        synchronized (this) {
            long begins = busyUntilNanos == Long.MIN_VALUE ? nowNanos : Math.max(nowNanos, busyUntilNanos);
            busyUntilNanos = begins + (long) (bytes * NANOS_PER_SECOND / distance.bytesPerSecond());
            return busyUntilNanos + travelNanos;
        }
    }
}
