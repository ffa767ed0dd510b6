package dev.crossdock.sftp;

import org.jspecify.annotations.Nullable;

/**
 * The requests that were sent and not answered, found by their id without any allocation: the id's low bits are the
 * slot. Not safe for several threads; {@link Outstanding} guards it.
 */
final class RequestRing {

    /** Slots; with READs of 32 KiB this is 32 MiB under way on one connection. */
    static final int CAPACITY = 1024;

    private static final int MASK = CAPACITY - 1;

    private final int[] ids = new int[CAPACITY];
    private final @Nullable Owed[] owners = new @Nullable Owed[CAPACITY];
    private final long[] offsets = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final boolean[] wasEmpty = new boolean[CAPACITY];
    private final boolean[] unsent = new boolean[CAPACITY];
    private final int[] toAskAgain = new int[CAPACITY];
    private int firstToAskAgain;
    private int toAskAgainCount;
    private final long[] sentNanos = new long[CAPACITY];
    private final boolean[] alone = new boolean[CAPACITY];
    private int nextId;
    private long awaitedBytes;

    /** Whether the next request has to wait for an answer to an earlier one. */
    boolean full() {
        return owners[nextId & MASK] != null;
    }

    /**
     * Takes a slot for a request to be sent now.
     *
     * @return its id
     */
    int take(Owed owner, long offset, int length) {
        int id = nextId++;
        int slot = id & MASK;
        ids[slot] = id;
        owners[slot] = owner;
        offsets[slot] = offset;
        lengths[slot] = length;
        alone[slot] = awaitedBytes == 0;
        awaitedBytes += length;
        wasEmpty[slot] = false;
        return id;
    }

    /** Whose request has this id; null if no such request is waiting for an answer. */
    @Nullable
    Owed owner(int id) {
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

    /** Bytes of files that were asked for and have not come. */
    long awaitedBytes() {
        return awaitedBytes;
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
        owners[id & MASK] = null;
        awaitedBytes -= lengths[id & MASK];
    }

    /** Notes that a READ was answered by nothing; says whether that was so before. */
    boolean emptyAgain(int id) {
        boolean before = wasEmpty[id & MASK];
        wasEmpty[id & MASK] = true;
        return before;
    }

    /** A READ was answered in part: under the same id, the rest is to be asked for. */
    void askAgain(int id, int received) {
        int slot = id & MASK;
        offsets[slot] += received;
        lengths[slot] -= received;
        awaitedBytes -= received;
        alone[slot] = false;
        if (received > 0) {
            wasEmpty[slot] = false;
        }
        unsent[slot] = true;
        toAskAgain[(firstToAskAgain + toAskAgainCount++) & MASK] = id;
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
