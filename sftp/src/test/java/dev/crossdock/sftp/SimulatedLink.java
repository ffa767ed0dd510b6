package dev.crossdock.sftp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line between readers and a server, in virtual time: all connections share its bandwidth, each may have a limit of its
 * own, and every byte takes the same time to and fro. Unless it is said how much is wanted at once, nobody waits for
 * memory: what the window permits is asked for.
 */
final class SimulatedLink {

    static final long MILLI = 1_000_000;
    private static final int READ_BYTES = 261_120;
    private static final long STEP_NANOS = 100_000;

    private double bytesPerNano;
    private final double bytesPerNanoOfConnection;
    private final long roundTripNanos;
    private final List<Reader> readers = new ArrayList<>();
    private int used = Integer.MAX_VALUE;
    private long partBytes;
    private int partsAtOnce;
    private final List<Part> parts = new ArrayList<>();
    private long lostBytes;
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
            connect();
        }
    }

    void connect() {
        Reader reader = new Reader();
        reader.window.roundTrip(roundTripNanos);
        readers.add(reader);
    }

    /** Only the first so many ask for anything. */
    void use(int count) {
        used = count;
        parts.stream()
                .filter(part -> part.owner != null && readers.indexOf(part.owner) >= count)
                .forEach(part -> part.owner = null);
    }

    long now() {
        return now;
    }

    /** What is asked for and has not come. */
    long awaitedBytes() {
        return readers.stream().mapToLong(reader -> reader.awaited).sum();
    }

    /** What the line has carried, also of READs whose answer is not complete. */
    long arrivedBytes() {
        return lostBytes + readers.stream().mapToLong(Reader::carried).sum();
    }

    /** From now on, what is wanted are parts of a file, so many at once. */
    void parts(int atOnce, long bytes) {
        partsAtOnce = atOnce;
        partBytes = bytes;
    }

    private static final class Part {
        private long unasked;
        private long missing;
        private @Nullable Reader owner;

        private Part(long bytes) {
            unasked = bytes;
            missing = bytes;
        }
    }

    private void openParts() {
        parts.removeIf(part -> part.missing == 0);
        while (parts.size() < partsAtOnce) {
            parts.add(new Part(partBytes));
        }
    }

    private record Read(
            int bytes,
            long sentNanos,
            boolean alone,
            @Nullable Part part) {}

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

        private long carried() {
            long onTheirWay =
                    onTheWay.stream().mapToLong(arrival -> arrival.read.bytes).sum();
            return arrived + onTheirWay + (long) sentOfFirst;
        }

        private void receive() {
            while (!onTheWay.isEmpty() && onTheWay.element().atNanos <= now) {
                Arrival next = onTheWay.remove();
                awaited -= next.read.bytes;
                arrived += next.read.bytes;
                came(next.read);
                window.arrived(next.read.bytes, next.read.sentNanos, next.atNanos, next.read.alone);
            }
        }

        private void ask() {
            boolean woken = window.hasRoom(awaited);
            while (woken && awaited < window.bytes()) {
                Part part = nextPart();
                if (partsAtOnce > 0 && part == null) {
                    break;
                }
                int bytes = part == null ? READ_BYTES : (int) Math.min(READ_BYTES, part.unasked);
                atServer.add(new Read(bytes, now, awaited == 0, part));
                awaited += bytes;
                if (part != null) {
                    part.owner = this;
                    part.unasked -= bytes;
                }
            }
            smallest = Math.min(smallest, (double) window.bytes());
            largest = Math.max(largest, (double) window.bytes());
        }

        /** As {@link RangeClaims} says, by READs instead of pieces. */
        private @Nullable Part nextPart() {
            if (readers.indexOf(this) >= used) {
                return null;
            }
            int count = Math.min(used, readers.size());
            return parts.stream()
                    .filter(part -> part.unasked > 0)
                    .filter(part -> count <= RangeClaims.FEW_CONNECTIONS
                            ? part.owner == null || part.owner == this
                            : RangeClaims.isTurn(awaited, awaitedBytes(), part.unasked, count))
                    .findFirst()
                    .orElse(null);
        }

        private void came(Read read) {
            if (read.part != null) {
                read.part.missing -= read.bytes;
            }
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
        openParts();
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
        lostBytes += reader.carried();
        readers.remove(reader);
        // What it had to bring is wanted of the others.
        Stream.concat(reader.atServer.stream(), reader.onTheWay.stream().map(Arrival::read))
                .forEach(SimulatedLink::askAgain);
        parts.stream().filter(part -> part.owner == reader).forEach(part -> part.owner = null);
    }

    private static void askAgain(Read read) {
        if (read.part != null) {
            read.part.unasked += read.bytes;
        }
    }

    /** Lets time pass; says how many megabytes have come per second. */
    double run(long nanos) {
        long end = now + nanos;
        long before = arrivedBytes();
        for (Reader reader : readers) {
            reader.smallest = Double.MAX_VALUE;
            reader.largest = 0;
        }
        for (; now < end; now += STEP_NANOS) {
            step();
        }
        return (arrivedBytes() - before) * 1000.0 / nanos;
    }
}
