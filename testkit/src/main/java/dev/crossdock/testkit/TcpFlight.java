package dev.crossdock.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bytes of one connection that are in flight in one direction. Knows no clock and no thread: whoever uses it says
 * what time it is, in the nanoseconds of any clock, and guards it by a lock.
 *
 * <p>A byte takes its place in the window when it is sent, and gives it back when its acknowledgement has travelled
 * back: one delay after it was delivered.
 */
final class TcpFlight {

    /** {@link #nextArrivalNanos} and {@link #nextRoomNanos} where nothing is on its way. */
    static final long NEVER = Long.MAX_VALUE;

    private record Segment(int bytes, long atNanos) {}

    private final TcpRoad road;
    private final ByteBuffer window;
    private final Deque<Segment> data = new ArrayDeque<>();
    private final Deque<Segment> acknowledgements = new ArrayDeque<>();
    private int sendAt;
    private int deliverAt;
    private int occupied;

    TcpFlight(TcpRoad road, int windowBytes) {
        this.road = road;
        this.window = ByteBuffer.allocateDirect(windowBytes);
    }

    /** Takes as many of these bytes as the window has room for now, maybe none. */
    void send(ByteBuffer bytes, long nowNanos) {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), Math.min(room(nowNanos), window.capacity() - sendAt));
            if (count == 0) {
                return;
            }
            window.put(sendAt, bytes, bytes.position(), count);
            bytes.position(bytes.position() + count);
            sendAt = (sendAt + count) % window.capacity();
            occupied += count;
            data.addLast(new Segment(count, road.arrivalNanos(nowNanos, count)));
        }
    }

    /** Bytes that have arrived, from where they lie; none if none have. They count as delivered when that is said. */
    ByteBuffer arrived(long nowNanos) {
        int count = 0;
        for (Segment segment : data) {
            if (segment.atNanos() > nowNanos) {
                break;
            }
            count += segment.bytes();
        }
        return window.slice(deliverAt, Math.min(count, window.capacity() - deliverAt));
    }

    /** The first so many of the bytes that have arrived were taken by the receiver. */
    void delivered(int bytes, long nowNanos) {
        int left = bytes;
        while (left > 0) {
            Segment first = data.removeFirst();
            if (first.bytes() > left) {
                data.addFirst(new Segment(first.bytes() - left, first.atNanos()));
            }
            left -= Math.min(left, first.bytes());
        }
        deliverAt = (deliverAt + bytes) % window.capacity();
        acknowledgements.addLast(new Segment(bytes, road.acknowledgedNanos(nowNanos)));
    }

    /** When the next bytes arrive that have not been delivered; {@link #NEVER} if there are none. */
    long nextArrivalNanos() {
        return data.isEmpty() ? NEVER : data.getFirst().atNanos();
    }

    /** When there will be more room; {@link #NEVER} if that is up to the receiver. */
    long nextRoomNanos() {
        return acknowledgements.isEmpty() ? NEVER : acknowledgements.getFirst().atNanos();
    }

    private int room(long nowNanos) {
        while (!acknowledgements.isEmpty() && acknowledgements.getFirst().atNanos() <= nowNanos) {
            occupied -= acknowledgements.removeFirst().bytes();
        }
        return window.capacity() - occupied;
    }
}
