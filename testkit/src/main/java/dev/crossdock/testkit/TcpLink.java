package dev.crossdock.testkit;

import dev.crossdock.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@link TcpProxy}: two sockets, and a thread for each direction; two, where there is a distance
 * between them.
 */
final class TcpLink {

    private static final int BUFFER_BYTES = 128 << 10;

    private final TcpProxy proxy;
    private final int number;
    private final SocketChannel client;
    private final SocketChannel server;
    /** Empty where there is no distance. */
    private final Map<Direction, TcpFar> far = new EnumMap<>(Direction.class);

    private final AtomicInteger directionsOver = new AtomicInteger();
    /** Guarded by the proxy's lock, like all that faults look at. */
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);

    TcpLink(TcpProxy proxy, int number, SocketChannel client, SocketChannel server) {
        this.proxy = proxy;
        this.number = number;
        this.client = client;
        this.server = server;
    }

    void start(@Nullable TcpDistance distance) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (distance != null) {
            far.put(Direction.TO_SERVER, far(Direction.TO_SERVER, server, distance));
            far.put(Direction.TO_CLIENT, far(Direction.TO_CLIENT, client, distance));
            far.values().forEach(TcpFar::start);
        }
        // Timed waits cost a virtual thread more.
        Thread.Builder threads =
                distance == null ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        threads.start(() -> pump(client, server, Direction.TO_SERVER));
        proxy.travel(1); // only then would the server know of the connection
        threads.start(() -> pump(server, client, Direction.TO_CLIENT));
    }

    private TcpFar far(Direction direction, SocketChannel receiver, TcpDistance distance) {
        return new TcpFar(
                receiver, new TcpFlight(proxy.road(direction), distance.windowBytes()), this::over, this::reset);
    }

    /** From 1, in the order in which connections were made. */
    int number() {
        return number;
    }

    long passed(Direction direction) {
        return passed.getOrDefault(direction, 0L);
    }

    void passed(Direction direction, long bytes) {
        passed.merge(direction, bytes, Long::sum);
    }

    boolean isClosed() {
        return !client.isOpen();
    }

    void reset() {
        reset(client.socket());
        reset(server.socket());
        far.values().forEach(TcpFar::abandon);
    }

    private void pump(SocketChannel from, SocketChannel to, Direction direction) {
        TcpFar farEnd = far.get(direction);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            boolean arrives = true;
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer.clear())) {
                int done = 0;
                while (done < length) {
                    TcpProxy.Step step = proxy.next(this, direction, buffer, done, length - done);
                    arrives = step.arrives();
                    if (arrives) {
                        pass(buffer.slice(done, step.bytes()), to, farEnd);
                    }
                    done += step.bytes();
                    if (step.ends()) {
                        end(step.inOrder());
                        return;
                    }
                }
            }
            if (arrives) {
                finish(to, farEnd);
            }
        } catch (IOException e) {
            reset();
        }
    }

    private static void pass(ByteBuffer bytes, SocketChannel to, @Nullable TcpFar farEnd) throws IOException {
        if (farEnd != null) {
            farEnd.write(bytes);
            return;
        }
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private void finish(SocketChannel to, @Nullable TcpFar farEnd) throws IOException {
        if (farEnd != null) {
            farEnd.end();
        } else {
            to.shutdownOutput();
            over();
        }
    }

    /** A direction has come to its end; with the second one the connection is over. */
    private void over() {
        if (directionsOver.incrementAndGet() < Direction.values().length) {
            return;
        }
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            reset();
        }
    }

    private void end(boolean inOrder) throws IOException {
        if (inOrder) {
            client.close();
            server.close();
            far.values().forEach(TcpFar::abandon);
        } else {
            reset();
        }
    }

    /** Ends with a reset instead of an orderly end. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed: that is what was wanted.
        }
    }
}
