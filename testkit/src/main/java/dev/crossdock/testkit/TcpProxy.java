package dev.crossdock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server on 127.0.0.1, passes bytes through, and breaks connections when told to: at once,
 * or where a {@link TcpFault} says. May be told from any thread.
 *
 * <p>With a {@link TcpDistance} it is also as if the two were that far apart: a connection is made after a round trip, and
 * every byte travels.
 */
public final class TcpProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /**
     * What becomes of the next bytes of a connection.
     *
     * @param arrives whether the other side gets them
     * @param ends whether the connection is over then
     * @param inOrder whether it ends in order, not with a reset
     */
    record Step(int bytes, boolean arrives, boolean ends, boolean inOrder) {}

    private static final int NEAR_BUFFER_BYTES = 256 << 10;

    private final int serverPort;
    private final ServerSocketChannel listener;
    private final @Nullable TcpDistance distance;
    private final Map<Direction, TcpRoad> roads = new EnumMap<>(Direction.class);
    private final AtomicInteger accepted = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<TcpLink> links = new ArrayList<>();
    private final List<TcpFault> faults = new ArrayList<>();
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);
    private boolean refusing;
    private boolean closed;

    private TcpProxy(int serverPort, @Nullable TcpDistance distance) throws IOException {
        this.serverPort = serverPort;
        this.distance = distance;
        this.listener = ServerSocketChannel.open();
        if (distance != null) {
            for (Direction direction : Direction.values()) {
                roads.put(direction, new TcpRoad(distance));
            }
            // What waits in the machine's own buffers before it sets out is more than the window allows.
            listener.setOption(StandardSocketOptions.SO_RCVBUF, Math.min(distance.windowBytes(), NEAR_BUFFER_BYTES));
        }
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    }

    /** Starts a proxy that passes everything through. */
    public static TcpProxy to(int serverPort) throws IOException {
        return started(new TcpProxy(serverPort, null));
    }

    /** Starts a proxy that keeps the two apart. */
    public static TcpProxy to(int serverPort, TcpDistance distance) throws IOException {
        return started(new TcpProxy(serverPort, distance));
    }

    private static TcpProxy started(TcpProxy proxy) {
        Thread.ofVirtual().name("tcp proxy " + proxy.port()).start(proxy::accept);
        return proxy;
    }

    /** The port to connect to instead of the server's. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** The same address with this proxy's port. */
    public URI before(URI endpoint) {
        return URI.create(endpoint.getScheme() + "://" + endpoint.getHost() + ":" + port());
    }

    /** Begins an order about the bytes that go one way. */
    public TcpFault on(Direction direction) {
        return new TcpFault(this, direction);
    }

    /** Resets, once, the connection that brings the next {@code bytes} in this direction to an end, counted over all. */
    public void cutAfter(Direction direction, long bytes) {
        on(direction).after(bytes).reset();
    }

    /** Passes nothing more in this direction once the next {@code bytes} went through, until {@link #resume}. */
    public void stallAfter(Direction direction, long bytes) {
        on(direction).after(bytes).stall();
    }

    /** Forgets every order: what is stalled, swallowed or slow goes on. */
    public void resume() {
        locked(() -> {
            faults.clear();
            changed.signalAll();
        });
    }

    /** Resets every connection that is open. */
    public void cutAll() {
        locked(() -> links.forEach(TcpLink::reset));
    }

    /** Whether new connections are reset as soon as they were made. */
    public void refuse(boolean refuse) {
        locked(() -> refusing = refuse);
    }

    /** How many connections clients made, refused ones included. */
    public int connections() {
        return accepted.get();
    }

    /** How many bytes went through in a direction. */
    public long passed(Direction direction) {
        lock.lock();
        try {
            return passed.getOrDefault(direction, 0L);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        locked(() -> {
            closed = true;
            faults.clear();
            links.forEach(TcpLink::reset);
            changed.signalAll();
        });
    }

    void take(TcpFault fault) {
        locked(() -> {
            faults.add(fault);
            changed.signalAll();
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                int number = accepted.incrementAndGet();
                Thread.ofVirtual().name("tcp link " + number).start(() -> connect(client, number));
            } catch (IOException e) {
                if (listener.isOpen()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(SocketChannel client, int number) {
        try {
            travel(2); // the handshake
            SocketChannel server =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            TcpLink link = new TcpLink(this, number, client, server);
            if (take(link)) {
                link.start(distance);
            } else {
                link.reset();
            }
        } catch (IOException e) {
            TcpLink.reset(client.socket()); // as the client would see it without this proxy
        }
    }

    /** Whether the connection may go on. */
    private boolean take(TcpLink link) {
        lock.lock();
        try {
            links.removeIf(TcpLink::isClosed);
            return !refusing && !closed && links.add(link);
        } finally {
            lock.unlock();
        }
    }

    /** Lets so many delays pass. */
    void travel(int times) throws IOException {
        Duration delay = distance == null ? Duration.ZERO : distance.eachWay();
        try {
            Thread.sleep(delay.multipliedBy(times));
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** What all connections share in a direction. */
    TcpRoad road(Direction direction) {
        return Objects.requireNonNull(roads.get(direction));
    }

    /** Says what becomes of the next bytes; waits where they have to wait. */
    Step next(TcpLink link, Direction direction, ByteBuffer bytes, int from, int length) throws IOException {
        lock.lock();
        try {
            TcpFault lasting = awaitPassage(link, direction);
            boolean arrives = lasting == null || lasting.effect() != TcpFault.Effect.SWALLOW;
            int passing = length;
            if (lasting != null && lasting.effect() == TcpFault.Effect.TRICKLE) {
                passing = Math.min(length, lasting.pieceBytes());
            }
            TcpFault reached = null;
            for (TcpFault fault : faults) {
                if (fault.concerns(link, direction) && !fault.isReached(link)) {
                    int distance = fault.distance(link, bytes, from, passing);
                    if (distance <= passing) {
                        passing = distance;
                        reached = fault;
                    }
                }
            }
            for (TcpFault fault : faults) {
                if (fault.concerns(link, direction)) {
                    fault.passed(link, bytes, from, passing);
                }
            }
            link.passed(direction, passing);
            passed.merge(direction, (long) passing, Long::sum);
            if (reached == null) {
                return new Step(passing, arrives, false, false);
            }
            reached.reached(link);
            boolean ends = !reached.effect().lasts();
            return new Step(passing, arrives, ends, reached.effect() == TcpFault.Effect.END);
        } finally {
            lock.unlock();
        }
    }

    /** Waits out a stall, or one pause of a trickle. Returns the fault that the bytes are under; null if none. */
    private @Nullable TcpFault awaitPassage(TcpLink link, Direction direction) throws IOException {
        TcpFault lasting = lasting(link, direction);
        try {
            if (lasting != null && lasting.effect() == TcpFault.Effect.TRICKLE) {
                long nanos = lasting.pause().toNanos();
                while (nanos > 0 && lasting.equals(lasting(link, direction))) {
                    nanos = changed.awaitNanos(nanos);
                }
                lasting = lasting(link, direction);
            }
            while (lasting != null && lasting.effect() == TcpFault.Effect.STALL) {
                changed.await();
                lasting = lasting(link, direction);
            }
            return lasting;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private @Nullable TcpFault lasting(TcpLink link, Direction direction) {
        return faults.stream()
                .filter(fault -> fault.effect().lasts() && fault.concerns(link, direction) && fault.isReached(link))
                .findFirst()
                .orElse(null);
    }
}
