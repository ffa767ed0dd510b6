package dev.crossdock.sftp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection, and the making of packets out of it: the missing tails of short replies
 * first, then questions, then ranges, each in the order in which they came. {@link Outstanding} guards it.
 */
final class SendQueue {

    private final RequestRing ring;
    private final ReadSize readSize;
    private final ReadWindow window;
    private final Deque<Exchange> exchanges = new ArrayDeque<>();
    private final Deque<RangeRequest> ranges = new ArrayDeque<>();
    private @Nullable Exchange awaitingVersion;

    SendQueue(RequestRing ring, ReadSize readSize, ReadWindow window) {
        this.ring = ring;
        this.readSize = readSize;
        this.window = window;
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    void add(RangeRequest range) {
        ranges.add(range);
    }

    /** Whether a range was still to be sent, or part of it; it will not be. */
    boolean remove(RangeRequest range) {
        return ranges.remove(range);
    }

    void clear() {
        exchanges.clear();
        ranges.clear();
    }

    boolean anythingToSend() {
        return ring.anyToAskAgain() || (!ring.full() && !exchanges.isEmpty()) || mayAskForMore();
    }

    private boolean mayAskForMore() {
        return !ranges.isEmpty() && !ring.full() && ring.awaitedBytes() < window.bytes();
    }

    /** Who sent INIT, which has no id; null if nobody did or it was answered. */
    @Nullable
    Exchange takeAwaitingVersion() {
        Exchange init = awaitingVersion;
        awaitingVersion = null;
        return init;
    }

    /**
     * Fills a batch with as many requests as fit.
     *
     * @return how many bytes
     */
    int fill(byte[] batch, long nowNanos) {
        int at = 0;
        while (ring.anyToAskAgain() && batch.length - at >= SftpConnection.MAX_READ_PACKET) {
            int id = ring.nextToAskAgain();
            if (ring.owner(id) instanceof RangeRequest range) {
                at = PacketWriter.putRead(batch, at, id, range.file().handle(), ring.offset(id), ring.length(id));
                ring.sent(id, nowNanos);
            }
        }
        while (!exchanges.isEmpty()
                && !ring.full()
                && batch.length - at >= exchanges.element().packet().length) {
            at = put(batch, at, exchanges.remove());
        }
        while (mayAskForMore() && batch.length - at >= SftpConnection.MAX_READ_PACKET) {
            RangeRequest range = ranges.element();
            int count = (int) Math.min(readSize.bytes(), range.unsentBytes());
            int id = ring.take(range, range.nextOffset(), count);
            at = PacketWriter.putRead(batch, at, id, range.file().handle(), range.nextOffset(), count);
            ring.sent(id, nowNanos);
            range.sent(count);
            if (range.unsentBytes() == 0) {
                ranges.remove();
            }
        }
        return at;
    }

    private int put(byte[] batch, int at, Exchange exchange) {
        byte[] packet = exchange.packet();
        if (packet[4] == PacketType.INIT) {
            awaitingVersion = exchange;
        } else {
            PacketWriter.setId(packet, ring.take(exchange, 0, 0));
        }
        System.arraycopy(packet, 0, batch, at, packet.length);
        return at + packet.length;
    }
}
