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
    private final Deque<RangeShare> shares = new ArrayDeque<>();
    private @Nullable Exchange awaitingVersion;

    SendQueue(RequestRing ring, ReadSize readSize, ReadWindow window) {
        this.ring = ring;
        this.readSize = readSize;
        this.window = window;
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    void add(RangeShare share) {
        shares.add(share);
    }

    /** Nothing more is asked for of a range. */
    void remove(RangeShare share) {
        shares.remove(share);
    }

    void clear() {
        exchanges.clear();
        shares.clear();
    }

    /** Whether the sender is to be woken: for READs of ranges, as soon as several may be sent. */
    boolean isWorthSending() {
        return ring.anyToAskAgain()
                || (!ring.full()
                        && (!exchanges.isEmpty() || (window.hasRoom(ring.awaitedBytes()) && isAnybodysTurn())));
    }

    private boolean isAnybodysTurn() {
        for (RangeShare share : shares) {
            if (share.isItsTurn()) {
                return true;
            }
        }
        return false;
    }

    private boolean windowIsOpen() {
        return !ring.full() && ring.awaitedBytes() < window.bytes();
    }

    /** The first range of which something may be asked for now; null if there is none. */
    private @Nullable RangeShare takeTurn() {
        for (RangeShare share : shares) {
            if (share.takeTurn()) {
                return share;
            }
        }
        return null;
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
     * @return how many bytes; 0 if there is nothing to send
     */
    int fill(byte[] batch, long nowNanos) {
        int at = 0;
        while (ring.anyToAskAgain() && batch.length - at >= SftpConnection.MAX_READ_PACKET) {
            int id = ring.nextToAskAgain();
            if (ring.owner(id) instanceof RangeShare share) {
                at = PacketWriter.putRead(batch, at, id, share.file().handle(), ring.offset(id), ring.length(id));
                ring.sent(id, nowNanos);
            }
        }
        while (!exchanges.isEmpty()
                && !ring.full()
                && batch.length - at >= exchanges.element().packet().length) {
            at = put(batch, at, exchanges.remove());
        }
        while (windowIsOpen() && batch.length - at >= SftpConnection.MAX_READ_PACKET) {
            RangeShare share = takeTurn();
            if (share == null) {
                break;
            }
            int count = (int) Math.min(readSize.bytes(), share.unaskedBytes());
            int id = ring.take(share, share.nextOffset(), count);
            at = PacketWriter.putRead(batch, at, id, share.file().handle(), share.nextOffset(), count);
            share.asked(count);
            ring.sent(id, nowNanos);
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
