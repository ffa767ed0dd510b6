package dev.crossdock.sftp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A line between readers and a server, in virtual time: all connections share its bandwidth, each may have a limit of its
 * own, and every byte takes the same time to and fro. Nobody waits for memory: what the window permits is asked for.
 */
final class SimulatedLink {

    static final long MILLI = 1_000_000;
    private static final int READ_BYTES = 261_120;
    private static final long STEP_NANOS = 100_000;

    private double bytesPerNano;
    private final double bytesPerNanoOfConnection;
    private final long roundTripNanos;
    private final List<Reader> readers = new ArrayList<>();
    private long now;

    /**
     * @param megabytesPerSecond of all together
     * @param ofConnection the same of one connection; infinite if it has no limit
     */
    SimulatedLink(double megabytesPerSecond, double ofConnection, long roundTripNanos, int connections) {
        this.bytesPerNano = megabytesPerSecond / 1000;
        this.bytesPerNanoOfConnection = ofConnection / 1000;
        this.roundTripNanos = roundTripNanos;
        for (int i = 0; i < connections; i++) {
            Reader reader = new Reader();
            reader.window.roundTrip(roundTripNanos);
            readers.add(reader);
        }
    }

    private record Read(int bytes, long sentNanos, boolean alone) {}

    private record Arrival(Read read, long atNanos) {}

    /** One connection, as {@link Outstanding} drives its window. */
    final class Reader {
        final ReadWindow window = new ReadWindow();
        private final Deque<Read> atServer = new ArrayDeque<>();
        private final Deque<Arrival> onTheWay = new ArrayDeque<>();
        private double sentOfFirst;
        private long awaited;
        private long arrived;
        private double smallest;
        private double largest;

        double smallest() {
            return smallest;
        }

        double largest() {
            return largest;
        }

        private void receive() {
            while (!onTheWay.isEmpty() && onTheWay.element().atNanos <= now) {
                Arrival next = onTheWay.remove();
                awaited -= next.read.bytes;
                arrived += next.read.bytes;
                window.arrived(next.read.bytes, next.read.sentNanos, next.atNanos, next.read.alone);
            }
        }

        private void ask() {
            while (awaited < window.bytes()) {
                atServer.add(new Read(READ_BYTES, now, awaited == 0));
                awaited += READ_BYTES;
            }
            smallest = Math.min(smallest, (double) window.bytes());
            largest = Math.max(largest, (double) window.bytes());
        }

        private boolean hasAnyToSend() {
            return !atServer.isEmpty() && atServer.element().sentNanos + roundTripNanos / 2 <= now;
        }

        private void send(double share) {
            double most = Math.min(share, bytesPerNanoOfConnection * STEP_NANOS);
            sentOfFirst += most;
            while (hasAnyToSend() && sentOfFirst >= atServer.element().bytes) {
                sentOfFirst -= atServer.element().bytes;
                onTheWay.add(new Arrival(atServer.remove(), now + roundTripNanos / 2));
            }
            if (!hasAnyToSend()) {
                sentOfFirst = 0;
            }
        }
    }

    private void step() {
        readers.forEach(Reader::receive);
        readers.forEach(Reader::ask);
        List<Reader> sending = readers.stream().filter(Reader::hasAnyToSend).toList();
        sending.forEach(reader -> reader.send(bytesPerNano * STEP_NANOS / sending.size()));
    }

    List<Reader> readers() {
        return readers;
    }

    void bandwidth(double megabytesPerSecond) {
        bytesPerNano = megabytesPerSecond / 1000;
    }

    void lose(Reader reader) {
        readers.remove(reader);
    }

    /** Lets time pass; says how many megabytes have come per second. */
    double run(long nanos) {
        long end = now + nanos;
        long before = 0;
        for (Reader reader : readers) {
            before += reader.arrived;
            reader.smallest = Double.MAX_VALUE;
            reader.largest = 0;
        }
        for (; now < end; now += STEP_NANOS) {
            step();
        }
        return (readers.stream().mapToLong(reader -> reader.arrived).sum() - before) * 1000.0 / nanos;
    }
}
