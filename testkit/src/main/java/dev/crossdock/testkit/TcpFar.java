package dev.crossdock.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The far end of one direction of a connection: what is written comes out of a socket when it has travelled the
 * distance. Who writes waits while the window is full; a thread of this one's own delivers.
 */
final class TcpFar {

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled only while somebody waits without knowing for how long: to be woken for nothing costs most of all. */
    private final Condition sent = lock.newCondition();

    private final Condition room = lock.newCondition();
    private final SocketChannel receiver;
    private final TcpFlight flight;
    private final Runnable whenOver;
    private final Runnable whenBroken;
    private boolean ending;
    private boolean broken;
    private boolean waitsForBytes;
    private boolean waitsForRoom;

    /**
     * @param whenOver called once, when the end of the stream was delivered too
     * @param whenBroken called once instead, when the receiver takes no more
     */
    TcpFar(SocketChannel receiver, TcpFlight flight, Runnable whenOver, Runnable whenBroken) {
        this.receiver = receiver;
        this.flight = flight;
        this.whenOver = whenOver;
        this.whenBroken = whenBroken;
    }

    void start() {
        Thread.ofPlatform().daemon().name("tcp distance").start(this::deliver);
    }

    /** Sends all of it, as the window permits. */
    void write(ByteBuffer bytes) throws IOException {
        lock.lock();
        try {
            flight.send(bytes, System.nanoTime());
            while (bytes.hasRemaining()) {
                tellOfBytes();
                if (broken) {
                    throw new IOException("the far end takes no more");
                }
                waitsForRoom = flight.nextRoomNanos() == TcpFlight.NEVER;
                awaitUntil(room, flight.nextRoomNanos());
                flight.send(bytes, System.nanoTime());
            }
            tellOfBytes();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** The stream ends, behind all that was written. */
    void end() {
        lock.lock();
        try {
            ending = true;
            sent.signal();
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        try {
            for (ByteBuffer bytes = next(); bytes.hasRemaining(); bytes = next()) {
                int count = bytes.remaining();
                while (bytes.hasRemaining()) {
                    receiver.write(bytes);
                }
                delivered(count);
            }
            receiver.shutdownOutput();
            whenOver.run();
        } catch (IOException | InterruptedException e) {
            abandon();
            whenBroken.run();
        }
    }

    /** Waits for what arrives next; nothing where the stream ends. */
    private ByteBuffer next() throws IOException, InterruptedException {
        lock.lock();
        try {
            ByteBuffer bytes = flight.arrived(System.nanoTime());
            while (!bytes.hasRemaining() && !(ending && flight.nextArrivalNanos() == TcpFlight.NEVER)) {
                if (broken) {
                    throw new IOException("the connection was reset");
                }
                waitsForBytes = flight.nextArrivalNanos() == TcpFlight.NEVER;
                awaitUntil(sent, flight.nextArrivalNanos());
                bytes = flight.arrived(System.nanoTime());
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private void delivered(int bytes) {
        lock.lock();
        try {
            flight.delivered(bytes, System.nanoTime());
            if (waitsForRoom) {
                waitsForRoom = false;
                room.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellOfBytes() {
        if (waitsForBytes) {
            waitsForBytes = false;
            sent.signal();
        }
    }

    /** Nothing more will be delivered. */
    void abandon() {
        lock.lock();
        try {
            broken = true;
            sent.signal();
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // both callers loop
    private static void awaitUntil(Condition what, long nanos) throws InterruptedException {
        if (nanos == TcpFlight.NEVER) {
            what.await();
        } else {
            long unused = what.awaitNanos(nanos - System.nanoTime());
        }
    }
}
