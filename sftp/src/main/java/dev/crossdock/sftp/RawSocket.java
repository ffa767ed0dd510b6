package dev.crossdock.sftp;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connection below one SSH session. Kept in hand because closing it is the one way to end a session that never
 * blocks: JSch's own waits for whoever is writing.
 */
final class RawSocket implements SocketFactory {

    private final Duration timeout;
    private volatile boolean closed;
    private volatile @Nullable Socket current;

    RawSocket(Duration timeout) {
        this.timeout = timeout;
    }

    /** Tries every address of the host in turn, as ssh does. */
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            try {
                return connect(new InetSocketAddress(address, port));
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure == null ? new IOException("no address of " + host) : failure;
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        current = socket;
        try {
            if (closed) {
                throw new SocketException("closed before it was connected");
            }
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            socket.setKeepAlive(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return new PromptInput(socket);
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }

    /** Ends whatever is read, written or connected. */
    void close() {
        closed = true;
        Socket socket = current;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed: there is nobody who could do more.
            }
        }
    }
}
