package dev.crossdock.sftp;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were sent and not answered, found by their id without any allocation: the id's low bits are the
 * slot, the others count the requests that had it. So a reply that comes twice finds nobody, however soon the slot is
 * used again. Not safe for several threads; {@link Outstanding} guards it.
 */
final class RequestRing {

    /** Slots; with READs of 32 KiB this is 32 MiB under way on one connection. */
    static final int CAPACITY = 1024;

    private static final int MASK = CAPACITY - 1;

    private final int[] ids = new int[CAPACITY];
    private final @Nullable Asker[] owners = new @Nullable Asker[CAPACITY];
    private final long[] offsets = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final boolean[] wasEmpty = new boolean[CAPACITY];
    private final boolean[] unsent = new boolean[CAPACITY];
    private final int[] toAskAgain = new int[CAPACITY];
    private int firstToAskAgain;
    private int toAskAgainCount;
    private final long[] sentNanos = new long[CAPACITY];
    private final boolean[] alone = new boolean[CAPACITY];
    private int nextSlot;

    /** Written by who guards this, read by anybody. */
    private final AtomicLong awaitedBytes = new AtomicLong();

    RequestRing() {
        Arrays.setAll(ids, slot -> slot);
    }

    /** Whether the next request has to wait for an answer to an earlier one. */
    boolean full() {
        return owners[nextSlot] != null;
    }

    /**
     * Takes a slot for a request to be sent now.
     *
     * @return its id
     */
    int take(Asker owner, long offset, int length) {
        int slot = nextSlot;
        nextSlot = (slot + 1) & MASK;
        owners[slot] = owner;
        offsets[slot] = offset;
        lengths[slot] = length;
        alone[slot] = awaitedBytes() == 0;
        await(length);
        wasEmpty[slot] = false;
        return ids[slot];
    }

    /** Whose request has this id; null if no such request is waiting for an answer. */
    @Nullable
    Asker owner(int id) {
        int slot = id & MASK;
        return ids[slot] == id && !unsent[slot] ? owners[slot] : null;
    }

    long offset(int id) {
        return offsets[id & MASK];
    }

    int length(int id) {
        return lengths[id & MASK];
    }

    /** A READ leaves now. */
    void sent(int id, long nowNanos) {
        sentNanos[id & MASK] = nowNanos;
    }

    /** Bytes of files that were asked for and have not come. May be called by any thread. */
    long awaitedBytes() {
        return awaitedBytes.get();
    }

    private void await(long more) {
        awaitedBytes.lazySet(awaitedBytes.getPlain() + more);
    }

    long sentNanos(int id) {
        return sentNanos[id & MASK];
    }

    /** Whether no bytes were awaited when this READ was sent. */
    boolean wasAlone(int id) {
        return alone[id & MASK];
    }

    /** The request is answered. */
    void free(int id) {
        int slot = id & MASK;
        owners[slot] = null;
        await(-lengths[slot]);
        ids[slot] += CAPACITY;
    }

    /** Notes that a READ was answered by nothing; says whether that was so before. */
    boolean emptyAgain(int id) {
        boolean before = wasEmpty[id & MASK];
        wasEmpty[id & MASK] = true;
        return before;
    }

    /** A READ was answered in part: the rest is to be asked for, under another id. */
    void askAgain(int id, int received) {
        int slot = id & MASK;
        offsets[slot] += received;
        lengths[slot] -= received;
        await(-received);
        alone[slot] = false;
        if (received > 0) {
            wasEmpty[slot] = false;
        }
        unsent[slot] = true;
        ids[slot] += CAPACITY;
        toAskAgain[(firstToAskAgain + toAskAgainCount++) & MASK] = ids[slot];
    }

    boolean anyToAskAgain() {
        return toAskAgainCount > 0;
    }

    /** The first id whose rest is to be asked for, and takes it off the list. */
    int nextToAskAgain() {
        int id = toAskAgain[firstToAskAgain];
        firstToAskAgain = (firstToAskAgain + 1) & MASK;
        toAskAgainCount--;
        unsent[id & MASK] = false;
        return id;
    }
}
