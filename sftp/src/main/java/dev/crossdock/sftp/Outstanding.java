package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private final Set<Asker> askers = new LinkedHashSet<>();

    private boolean ended;

    // The DATA reply that is arriving. Of the session's thread alone.
    private @Nullable RangeShare arriving;
    private int arrivingId;
    private int arrivingBytes;
    private long arrivingOffset;

    Outstanding(int readBytes, LongSupplier nanoClock) {
        this.readSize = new ReadSize(readBytes);
        this.nanoClock = nanoClock;
        this.queue = new SendQueue(ring, readSize, window);
    }

    /** How many bytes of files were asked for and have not arrived. */
    long awaitedBytes() {
        return ring.awaitedBytes();
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
                askers.add(exchange);
                queue.add(exchange);
                work.signal();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Puts what is to come of a range into the queue; false if the connection has ended. */
    boolean submit(RangeShare share) {
        lock.lock();
        try {
            if (!ended) {
                askers.add(share);
                queue.add(share);
                work.signal();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** It may be its turn now to ask for something that another did not ask for. */
    void wake() {
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for a range any more: what is not asked for yet will not be. */
    void forget(RangeShare share) {
        lock.lock();
        try {
            askers.remove(share);
            queue.remove(share);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is asked for with a handle: what was to come with it. */
    List<RangeShare> withdraw(OpenFile file) {
        lock.lock();
        try {
            List<RangeShare> withdrawn = askers.stream()
                    .filter(RangeShare.class::isInstance)
                    .map(RangeShare.class::cast)
                    .filter(share -> share.file() == file)
                    .toList();
            withdrawn.forEach(share -> {
                askers.remove(share);
                queue.remove(share);
            });
            return withdrawn;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be answered any more: whoever asked for something; empty if it had ended before. */
    List<Asker> end() {
        lock.lock();
        try {
            ended = true;
            List<Asker> left = List.copyOf(askers);
            askers.clear();
            queue.clear();
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
            int length = 0;
            while (!ended && (length = queue.fill(batch, nanoClock.getAsLong())) == 0) {
                work.awaitUninterruptibly();
            }
            return ended ? 0 : length;
        } finally {
            lock.unlock();
        }
    }

    /** A DATA reply begins. */
    void dataStarts(int id, int length) throws SourceException {
        lock.lock();
        try {
            if (!(ring.owner(id) instanceof RangeShare share)) {
                throw ProtocolFailure.of("file data that nobody asked for");
            }
            if (length > ring.length(id)) {
                throw ProtocolFailure.of(length + " bytes of the file where " + ring.length(id) + " were asked for");
            }
            arriving = share;
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
        RangeShare share = arriving;
        arriving = null;
        if (share == null) {
            throw new IllegalStateException("no DATA reply is arriving");
        }
        boolean done = share.isDone();
        lock.lock();
        try {
            int asked = ring.length(arrivingId);
            boolean whole = arrivingBytes == asked;
            window.arrived(arrivingBytes, ring.sentNanos(arrivingId), nanoClock.getAsLong(), ring.wasAlone(arrivingId));
            if (arrivingBytes == 0 && ring.emptyAgain(arrivingId)) {
                throw ProtocolFailure.of("empty data again and again");
            }
            if (whole || done) {
                ring.free(arrivingId);
            } else {
                ring.askAgain(arrivingId, arrivingBytes);
                readSize.cameShort(arrivingBytes);
            }
            if (queue.isWorthSending()) {
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
    Asker answered(int type, int id) throws SourceException {
        lock.lock();
        try {
            Asker who = type == PacketType.VERSION ? queue.takeAwaitingVersion() : ring.owner(id);
            if (who == null) {
                throw ProtocolFailure.of("a reply that nobody asked for");
            }
            if (type != PacketType.VERSION) {
                ring.free(id);
            }
            if (who instanceof Exchange) {
                askers.remove(who);
            }
            if (queue.isWorthSending()) {
                work.signal();
            }
            return who;
        } finally {
            lock.unlock();
        }
    }
}
