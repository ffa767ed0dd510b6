package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpProxyTest {

    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesThroughToTheEnd() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[100_000]);
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).hasSize(100_000);
        }
        assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(100_000);
        assertThat(proxy.passed(Direction.TO_CLIENT)).isEqualTo(100_000);
    }

    @Test
    void cutsOnceAfterSoManyBytesOfTheAnswer() throws IOException {
        proxy.cutAfter(Direction.TO_CLIENT, 10);
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[100]);
            assertThatThrownBy(() -> client.getInputStream().readNBytes(100)).isInstanceOf(IOException.class);
        }
        assertThat(proxy.passed(Direction.TO_CLIENT)).isEqualTo(10);
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[100]);
            assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
        }
        assertThat(proxy.connections()).isEqualTo(2);
    }

    @Test
    void cutsOnTheWayToTheServer() throws IOException {
        proxy.cutAfter(Direction.TO_SERVER, 10);
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[100]);
            assertThatThrownBy(() -> readToEnd(client)).isInstanceOf(IOException.class);
        }
        assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(10);
    }

    @Test
    void stallsUntilItMayGoOn() throws IOException {
        proxy.stallAfter(Direction.TO_CLIENT, 0);
        try (Socket client = connect()) {
            client.getOutputStream().write(7);
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.resume();
            client.setSoTimeout(30_000);
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void refusesNewConnectionsAndKeepsOldOnes() throws IOException {
        try (Socket old = connect()) {
            old.getOutputStream().write(1);
            assertThat(old.getInputStream().read()).isEqualTo(1);
            proxy.refuse(true);
            try (Socket refused = connect()) {
                assertThatThrownBy(() -> readToEnd(refused)).isInstanceOf(IOException.class);
            }
            old.getOutputStream().write(2);
            assertThat(old.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void cutsAllThatIsOpen() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            proxy.cutAll();
            assertThatThrownBy(() -> readToEnd(client)).isInstanceOf(IOException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** A reset, which an orderly end is not, makes this throw. */
    private static void readToEnd(Socket socket) throws IOException {
        byte[] answer = socket.getInputStream().readAllBytes();
        assertThat(answer).as("an orderly end instead of a reset").isNull();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException e) {
                if (!echo.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // Cut: that is what the tests are about.
        }
    }
}
