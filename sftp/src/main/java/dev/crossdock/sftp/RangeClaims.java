package dev.crossdock.sftp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for which bytes of a range. None of it belongs to a connection before that takes it: so one that is fast
 * brings more than one that is slow, and one that comes later helps at once.
 *
 * <p>Where there are few connections, each takes whole ranges, one after the other: then the bytes of a range come in
 * order, and their checksum is taken while they are warm. Where there are many, each brings little of what is wanted, and
 * the memory for a range waits: then each takes pieces, so that all have as much on the way.
 *
 * <p>Asked at every READ by every connection's threads, so without a lock.
 */
final class RangeClaims {

    /** Two or three ranges at once keep so many busy. */
    static final int FEW_CONNECTIONS = 3;

    /** What is taken at once, whole READs: smaller ones cost a packet and a wake-up for each READ. */
    static final long PIECE_BYTES = 4L * ServerLimits.MAX_READ_BYTES;

    private final long lengthBytes;
    private final List<RangeShare> shares = new CopyOnWriteArrayList<>();
    private final AtomicLong takenBytes = new AtomicLong();

    /** Whose the rest of the range is as long as there are few connections. */
    private final AtomicReference<@Nullable RangeShare> owner = new AtomicReference<>();

    private volatile boolean over;

    RangeClaims(long lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    /** Those who may take something, now or later. */
    List<RangeShare> shares() {
        return shares;
    }

    void add(List<RangeShare> more) {
        shares.addAll(more);
    }

    /** It takes nothing more, and what is left is the others'. */
    void remove(RangeShare share) {
        shares.remove(share);
        owner.compareAndSet(share, null);
    }

    /** Nobody takes anything more. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Whether there is something for this one to take. */
    boolean isTurnOf(RangeShare share) {
        long untaken = lengthBytes - takenBytes.get();
        if (over || untaken <= 0) {
            return false;
        }
        int count = shares.size();
        if (count <= FEW_CONNECTIONS) {
            RangeShare current = owner.get();
            return current == null || current.equals(share);
        }
        long awaited = 0;
        for (RangeShare each : shares) {
            awaited += each.connection().awaitedBytes();
        }
        return isTurn(share.connection().awaitedBytes(), awaited, untaken, count);
    }

    /**
     * Whether a connection may take a piece of a range that comes over many: while it has less on the way than each would
     * have if all that is wanted were shared out evenly.
     *
     * @param awaited what it has on the way
     * @param awaitedOfAll the same of all connections
     * @param untaken what of the range nobody took yet
     */
    static boolean isTurn(long awaited, long awaitedOfAll, long untaken, int connections) {
        return awaited == 0 || awaited * connections < awaitedOfAll + untaken;
    }

    /**
     * Takes a piece, if it is this one's turn.
     *
     * @return where it begins, counted from the beginning of the range; negative if it is not
     */
    long take(RangeShare share) {
        if (!isTurnOf(share)) {
            return -1;
        }
        if (shares.size() <= FEW_CONNECTIONS && !share.equals(owner.get()) && !owner.compareAndSet(null, share)) {
            return -1;
        }
        long begin = takenBytes.getAndUpdate(taken -> Math.min(lengthBytes, taken + PIECE_BYTES));
        return begin < lengthBytes ? begin : -1;
    }

    /** How long the piece is that begins there. */
    long pieceBytes(long begin) {
        return Math.min(PIECE_BYTES, lengthBytes - begin);
    }
}
