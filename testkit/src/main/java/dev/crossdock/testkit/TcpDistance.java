package dev.crossdock.testkit;

import java.time.Duration;

/**
 * How far apart a client and a server are, for a {@link TcpProxy}: what a network between them would do to every
 * connection. Slow start, loss and queues are not imitated.
 *
 * @param eachWay how long a byte travels in either direction: half a round trip
 * @param bytesPerSecond what the way carries in either direction, all connections together
 * @param windowBytes what a connection may have in flight in either direction: bytes that its sender gave away and whose
 *     acknowledgement is not back, as a TCP window limits them
 */
public record TcpDistance(Duration eachWay, long bytesPerSecond, int windowBytes) {

    /** What Linux lets a sender have in flight unless it is told otherwise (the last number of {@code tcp_wmem}). */
    public static final int USUAL_WINDOW_BYTES = 4 << 20;

    /** More than any machine's loopback carries. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    public TcpDistance {
        if (eachWay.isNegative() || bytesPerSecond <= 0 || windowBytes <= 0) {
            throw new IllegalArgumentException("a distance has a delay, a rate above 0 and a window above 0");
        }
    }

    /** A distance with nothing but its delay: any rate, and the usual window. */
    public static TcpDistance ofRoundTrip(Duration roundTrip) {
        return new TcpDistance(roundTrip.dividedBy(2), UNLIMITED, USUAL_WINDOW_BYTES);
    }
}
