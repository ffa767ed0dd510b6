package dev.crossdock.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Makes a port of 127.0.0.1 reachable under another port or another address of this machine, and keeps how the server
 * began each conversation. It breaks nothing: for that there is {@link TcpProxy}.
 */
public final class Relay implements AutoCloseable {

    private static final int KEPT_BYTES = 4096;

    /** How the server's side of one connection begins. */
    private static final class Beginning {
        private final Guarded state = new Guarded();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(byte[] more, int count) {
            state.run(() -> bytes.write(more, 0, Math.min(count, KEPT_BYTES - bytes.size())));
        }

        byte[] bytes() {
            return state.get(bytes::toByteArray);
        }
    }

    private final ServerSocket listening;
    private final int port;
    private final List<Beginning> beginnings = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Relay(int port, String address) throws IOException {
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getByName(address));
    }

    /**
     * Starts one.
     *
     * @param port of the server on 127.0.0.1
     * @param address under which the server is reachable too, by the relay's port
     */
    public static Relay to(int port, String address) throws IOException {
        Relay relay = new Relay(port, address);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    /** The port to connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** What came first from the server, up to 4 KiB of each connection; in the order in which they were made. */
    public List<byte[]> beginnings() {
        return beginnings.stream().map(Beginning::bytes).toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(near);
                sockets.add(far);
                Beginning beginning = new Beginning();
                beginnings.add(beginning);
                Thread.ofVirtual().start(() -> pump(near, far, new Beginning()));
                Thread.ofVirtual().start(() -> pump(far, near, beginning));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private static void pump(Socket from, Socket to, Beginning beginning) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                beginning.add(buffer, count);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One of the two went away.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
