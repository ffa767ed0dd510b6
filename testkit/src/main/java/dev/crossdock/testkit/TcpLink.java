package dev.crossdock.testkit;

import dev.crossdock.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;

/** One connection through a {@link TcpProxy}: two sockets, and a thread for each direction. */
final class TcpLink {

    private static final int BUFFER_BYTES = 16 << 10;

    private final TcpProxy proxy;
    private final int number;
    private final Socket client;
    private final Socket server;
    /** Guarded by the proxy's lock, like all that faults look at. */
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);

    TcpLink(TcpProxy proxy, int number, Socket client, Socket server) {
        this.proxy = proxy;
        this.number = number;
        this.client = client;
        this.server = server;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(client, server, Direction.TO_SERVER));
        Thread.ofVirtual().start(() -> pump(server, client, Direction.TO_CLIENT));
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
        return client.isClosed();
    }

    void reset() {
        reset(client);
        reset(server);
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean arrives = true;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                int done = 0;
                while (done < length) {
                    TcpProxy.Step step = proxy.next(this, direction, buffer, done, length - done);
                    arrives = step.arrives();
                    if (arrives) {
                        out.write(buffer, done, step.bytes());
                    }
                    done += step.bytes();
                    if (step.ends()) {
                        end(step.inOrder());
                        return;
                    }
                }
            }
            if (arrives) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            reset();
        }
    }

    private void end(boolean inOrder) throws IOException {
        if (inOrder) {
            client.close();
            server.close();
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
