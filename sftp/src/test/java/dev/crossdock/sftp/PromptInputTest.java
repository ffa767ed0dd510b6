package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PromptInputTest {

    private static final int BYTES = 200_000;
    private static final int PIECE = 10_000;

    /** A socket that has the option, and counts how often it is set. */
    private static final class CountingSocket extends Socket {

        private static final SocketOption<Boolean> OPTION = new SocketOption<>() {
            @Override
            public String name() {
                return "TCP_QUICKACK";
            }

            @Override
            public Class<Boolean> type() {
                return Boolean.class;
            }
        };

        private final boolean permits;
        private int times;

        CountingSocket(boolean permits) {
            this.permits = permits;
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of(OPTION);
        }

        @Override
        public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
            times++;
            if (!permits) {
                throw new SocketException("not permitted");
            }
            return this;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(new byte[BYTES]);
        }
    }

    /** Linux falls back to delaying after each packet, and data needs no help. */
    @Test
    void asksBeforeEachReadUntilDataFlows() throws IOException {
        try (CountingSocket socket = new CountingSocket(true)) {
            assertThat(readAll(socket)).isEqualTo(BYTES);
            assertThat(socket.times).isEqualTo(7); // 64 KiB, in pieces
        }
    }

    @Test
    void whereTheSystemDoesNotPermitItThatIsAskedOnce() throws IOException {
        try (CountingSocket socket = new CountingSocket(false)) {
            assertThat(readAll(socket)).isEqualTo(BYTES);
            assertThat(socket.times).isEqualTo(1);
        }
    }

    private static int readAll(Socket socket) throws IOException {
        int all = 0;
        InputStream input = new PromptInput(socket);
        byte[] piece = new byte[PIECE];
        for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
            all += count;
        }
        return all;
    }
}
