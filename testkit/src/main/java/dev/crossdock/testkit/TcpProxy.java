package dev.crossdock.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between a client and a server on 127.0.0.1, passes bytes through, and breaks connections when told to. May be
 * told from any thread.
 */
public final class TcpProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int BUFFER_BYTES = 16 << 10;

    /** What went one way, over all connections, and where that is to end. Guarded by {@link #lock}. */
    private static final class Flow {
        private long passed;
        private long cutAt = Long.MAX_VALUE;
        private long stallAt = Long.MAX_VALUE;
    }

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Flow toServer = new Flow();
    private final Flow toClient = new Flow();
    private boolean refusing;

    private TcpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts a proxy that passes everything through. */
    public static TcpProxy to(int serverPort) throws IOException {
        TcpProxy proxy = new TcpProxy(serverPort);
        Thread.ofVirtual().name("tcp proxy " + proxy.port()).start(proxy::accept);
        return proxy;
    }

    /** The port to connect to instead of the server's. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The same address with this proxy's port. */
    public URI before(URI endpoint) {
        return URI.create(endpoint.getScheme() + "://" + endpoint.getHost() + ":" + port());
    }

    /** Resets, once, the connection that brings the next {@code bytes} in this direction to an end, counted over all. */
    public void cutAfter(Direction direction, long bytes) {
        locked(() -> flow(direction).cutAt = flow(direction).passed + bytes);
    }

    /** Passes nothing more in this direction once the next {@code bytes} went through, until {@link #resume}. */
    public void stallAfter(Direction direction, long bytes) {
        locked(() -> flow(direction).stallAt = flow(direction).passed + bytes);
    }

    /** Ends every stall. */
    public void resume() {
        locked(() -> {
            toServer.stallAt = Long.MAX_VALUE;
            toClient.stallAt = Long.MAX_VALUE;
            changed.signalAll();
        });
    }

    /** Resets every connection that is open. */
    public void cutAll() {
        sockets.forEach(TcpProxy::reset);
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
            return flow(direction).passed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
        resume();
    }

    private Flow flow(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> toServer;
            case TO_CLIENT -> toClient;
        };
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
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        if (isRefusing()) {
            reset(client);
            sockets.remove(client);
            return;
        }
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        } catch (IOException e) {
            reset(client); // as the client would see it without this proxy
            sockets.remove(client);
            return;
        }
        sockets.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(client, server, Direction.TO_SERVER));
        Thread.ofVirtual().start(() -> pump(server, client, Direction.TO_CLIENT));
    }

    private boolean isRefusing() {
        lock.lock();
        try {
            return refusing || listener.isClosed();
        } finally {
            lock.unlock();
        }
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                int passing = admit(direction, length);
                out.write(buffer, 0, passing);
                if (passing < length) {
                    reset(from);
                    reset(to);
                    break;
                }
                length = in.read(buffer);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        } finally {
            if (direction == Direction.TO_CLIENT || from.isClosed()) {
                sockets.remove(from);
                sockets.remove(to);
            }
        }
    }

    /** Waits out a stall, and says how many of these bytes may pass before the connection is cut. */
    private int admit(Direction direction, int length) {
        Flow flow = flow(direction);
        lock.lock();
        try {
            while (flow.passed >= flow.stallAt) {
                changed.awaitUninterruptibly();
            }
            long until = flow.cutAt - flow.passed;
            if (until > length) {
                flow.passed += length;
                return length;
            }
            flow.cutAt = Long.MAX_VALUE;
            int passing = (int) Math.min(until, length - 1L);
            flow.passed += passing;
            return passing;
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // a reset instead of an orderly end
            socket.close();
        } catch (IOException e) {
            // It was closed: that is what was wanted.
        }
    }
}
