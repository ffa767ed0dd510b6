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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
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

    @Test
    void resetsTheConnectionThatItWasToldAndNoOther() throws IOException {
        proxy.on(Direction.TO_SERVER).connection(2).after(10).reset();
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(echoed(first, "a hundred bytes that stay")).isEqualTo("a hundred bytes that stay");
            second.getOutputStream().write(new byte[100]);
            assertThatThrownBy(() -> readToEnd(second)).isInstanceOf(IOException.class);
            assertThat(echoed(first, "still there")).isEqualTo("still there");
        }
    }

    @Test
    void resetsEveryConnectionAfterSoManyBytesOfItsOwn() throws IOException {
        proxy.on(Direction.TO_CLIENT).eachConnection().after(3).reset();
        for (int count = 1; count <= 3; count++) {
            try (Socket client = connect()) {
                assertThat(echoed(client, "abc")).isEqualTo("abc");
                assertThatThrownBy(() -> readToEnd(client)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void endsInOrderWherePartOfThePatternHadComeBefore() throws IOException {
        proxy.on(Direction.TO_CLIENT).after(2).at("aab").end();
        try (Socket client = connect()) {
            assertThat(echoed(client, "aab")).isEqualTo("aab");
            client.getOutputStream().write("caaa".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.getInputStream().readNBytes(4)).hasSize(4);
            client.getOutputStream().write("bzz".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("b");
        }
    }

    @Test
    void swallowsAndKeepsTheConnectionOpen() throws IOException {
        proxy.on(Direction.TO_SERVER).connection(1).after(1).swallow();
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[] {7, 8, 9});
            assertThat(client.getInputStream().read()).isEqualTo(7);
            client.getOutputStream().write(new byte[1 << 20]); // more than all buffers: it is taken
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void tricklesPieceByPieceAndLosesNothing() throws IOException {
        proxy.on(Direction.TO_CLIENT).trickle(2, Duration.ofMillis(1));
        try (Socket client = connect()) {
            assertThat(echoed(client, "twenty bytes, slowly")).isEqualTo("twenty bytes, slowly");
            proxy.resume();
            assertThat(echoed(client, "and fast again")).isEqualTo("and fast again");
        }
    }

    @Test
    void delaysWhatComes() throws IOException {
        proxy.on(Direction.TO_CLIENT).delay(Duration.ofHours(1));
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
    void losesNothingOverADistanceThroughAWindowThatIsMuchSmaller() throws Exception {
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        try (TcpProxy far =
                        TcpProxy.to(echo.getLocalPort(), new TcpDistance(Duration.ofMillis(1), 100 << 20, 100_000));
                Socket client = connect(far)) {
            Thread sender = Thread.ofVirtual().start(() -> send(client, sent));
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            sender.join();
            assertThat(far.passed(Direction.TO_SERVER)).isEqualTo(sent.length);
            assertThat(far.passed(Direction.TO_CLIENT)).isEqualTo(sent.length);
        }
    }

    @Test
    void nothingArrivesBeforeItHasTravelled() throws IOException {
        TcpDistance tooFar = TcpDistance.ofRoundTrip(Duration.ofHours(1));
        try (TcpProxy far = TcpProxy.to(echo.getLocalPort(), tooFar);
                Socket client = connect(far)) {
            client.getOutputStream().write(7);
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void breaksConnectionsOverADistanceToo() throws IOException {
        try (TcpProxy far = TcpProxy.to(echo.getLocalPort(), TcpDistance.ofRoundTrip(Duration.ofMillis(2)))) {
            far.cutAfter(Direction.TO_CLIENT, 10);
            try (Socket client = connect(far)) {
                client.getOutputStream().write(new byte[100]);
                assertThatThrownBy(() -> readToEnd(client)).isInstanceOf(IOException.class);
            }
            assertThat(far.passed(Direction.TO_CLIENT)).isEqualTo(10);
        }
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String echoed(Socket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        client.getOutputStream().write(bytes);
        return new String(client.getInputStream().readNBytes(bytes.length), StandardCharsets.ISO_8859_1);
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(TcpProxy proxy) throws IOException {
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
