package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of one connection and is not answered: who waits for it, and the requests under way. Three parties meet here: callers submit, the sender takes batches of packets to send, the session's
 * thread notes the answers. Its lock is held for memory operations only.
 */
final class Outstanding {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final RequestRing ring = new RequestRing();
    private final ReadSize readSize;
    private final ReadWindow window = new ReadWindow();
    private final LongSupplier nanoClock;
    private final SendQueue queue;
    private final Set<Owed> owed = new LinkedHashSet<>();

    private boolean ended;
    private final AtomicLong bytes = new AtomicLong();

    // The DATA reply that is arriving. Of the session's thread alone.
    private @Nullable RangeRequest arriving;
    private int arrivingId;
    private int arrivingBytes;
    private long arrivingOffset;

    Outstanding(int readBytes, LongSupplier nanoClock) {
        this.readSize = new ReadSize(readBytes);
        this.nanoClock = nanoClock;
        this.queue = new SendQueue(ring, readSize, window);
    }

    /** How many bytes of files were asked for and have not arrived. */
    long bytes() {
        return bytes.get();
    }

    /**
     * What was learnt of the server before anything is read.
     *
     * @param readBytes what a READ may ask for
     * @param roundTripNanos how long a small question takes
     */
    void learn(int readBytes, long roundTripNanos) {
        lock.lock();
        try {
            readSize.set(readBytes);
            window.roundTrip(roundTripNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Puts a question into the queue; false if the connection has ended. */
    boolean submit(Exchange exchange) {
        lock.lock();
        try {
            if (!ended) {
                owed.add(exchange);
                queue.add(exchange);
                work.signal();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a range into the queue; false if the connection has ended. */
    boolean submit(RangeRequest range) {
        lock.lock();
        try {
            if (!ended) {
                owed.add(range);
                queue.add(range);
                addBytes(range.unsentBytes());
                work.signal();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody does not wait any more: what is not sent yet will not be. */
    void forget(Owed who) {
        lock.lock();
        try {
            owed.remove(who);
            if (who instanceof RangeRequest range && queue.remove(range)) {
                addBytes(-range.unsentBytes());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The ranges of a file that are not complete. */
    List<RangeRequest> ranges(OpenFile file) {
        lock.lock();
        try {
            return owed.stream()
                    .filter(RangeRequest.class::isInstance)
                    .map(RangeRequest.class::cast)
                    .filter(range -> range.file() == file)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be answered any more: whoever was owed something; empty if it had ended before. */
    List<Owed> end() {
        lock.lock();
        try {
            ended = true;
            List<Owed> left = List.copyOf(owed);
            owed.clear();
            queue.clear();
            bytes.set(0);
            work.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something to send, and fills a batch with it.
     *
     * @param batch room for at least one request of any kind
     * @return how many bytes; 0 if the connection has ended
     */
    int nextBatch(byte[] batch) {
        lock.lock();
        try {
            while (!ended && !queue.anythingToSend()) {
                work.awaitUninterruptibly();
            }
            return ended ? 0 : queue.fill(batch, nanoClock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** A DATA reply begins. */
    void dataStarts(int id, int length) throws SourceException {
        lock.lock();
        try {
            if (!(ring.owner(id) instanceof RangeRequest range)) {
                throw ProtocolFailure.of("file data that nobody asked for");
            }
            if (length > ring.length(id)) {
                throw ProtocolFailure.of(length + " bytes of the file where " + ring.length(id) + " were asked for");
            }
            arriving = range;
            arrivingId = id;
            arrivingBytes = length;
            arrivingOffset = ring.offset(id);
        } finally {
            lock.unlock();
        }
    }

    void payload(byte[] buffer, int from, int length) {
        if (arriving == null) {
            throw new IllegalStateException("no DATA reply is arriving");
        }
        arriving.deliver(arrivingOffset, buffer, from, length);
        arrivingOffset += length;
    }

    void dataEnds() throws SourceException {
        RangeRequest range = arriving;
        arriving = null;
        if (range == null) {
            throw new IllegalStateException("no DATA reply is arriving");
        }
        boolean done = range.isDone();
        lock.lock();
        try {
            int asked = ring.length(arrivingId);
            boolean whole = arrivingBytes == asked;
            window.arrived(arrivingBytes, ring.sentNanos(arrivingId), nanoClock.getAsLong(), ring.wasAlone(arrivingId));
            if (arrivingBytes == 0 && ring.emptyAgain(arrivingId)) {
                throw ProtocolFailure.of("empty data again and again");
            }
            addBytes(-(whole || done ? asked : arrivingBytes));
            if (done) {
                owed.remove(range);
            }
            if (whole || done) {
                ring.free(arrivingId);
            } else {
                ring.askAgain(arrivingId, arrivingBytes);
                readSize.cameShort(arrivingBytes);
            }
            if (queue.anythingToSend()) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Any other reply has come.
     *
     * @return who asked for it
     */
    Owed answered(int type, int id) throws SourceException {
        lock.lock();
        try {
            Owed who = type == PacketType.VERSION ? queue.takeAwaitingVersion() : ring.owner(id);
            if (who == null) {
                throw ProtocolFailure.of("a reply that nobody asked for");
            }
            if (who instanceof RangeRequest) {
                addBytes(-ring.length(id));
            }
            if (type != PacketType.VERSION) {
                ring.free(id);
            }
            owed.remove(who);
            if (queue.anythingToSend()) {
                work.signal();
            }
            return who;
        } finally {
            lock.unlock();
        }
    }

    private void addBytes(long more) {
        // Written with the lock held only; atomic for those who just look.
        bytes.lazySet(bytes.getPlain() + more);
    }
}
