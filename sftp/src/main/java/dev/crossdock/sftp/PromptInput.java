package dev.crossdock.sftp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Optional;

/**
 * What arrives on a TCP connection, acknowledged at once as long as it is talk, not data. OpenSSH leaves Nagle's algorithm
 * on for SFTP: of two small packets in a row, it keeps the second until the first is acknowledged, which Linux does after
 * 40 ms unless it has something to send. A login meets that once or twice.
 */
final class PromptInput extends FilterInputStream {

    /** A login and the first questions, with room for long banners and certificates. */
    private static final long TALK_BYTES = 64 * 1024;

    /** Linux alone has it (tcp(7)), and falls back to delaying whenever it sees fit. */
    private static final String OPTION = "TCP_QUICKACK";

    private final Socket socket;
    private Optional<SocketOption<Boolean>> atOnce;
    private long talkBytesLeft = TALK_BYTES;

    PromptInput(Socket socket) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.atOnce = option(socket);
    }

    /** By its name: {@code jdk.net}, which has it, is not in every runtime. */
    @SuppressWarnings("unchecked") // the name stands for the type
    private static Optional<SocketOption<Boolean>> option(Socket socket) {
        return socket.supportedOptions().stream()
                .filter(option -> option.name().equals(OPTION) && option.type().equals(Boolean.class))
                .map(option -> (SocketOption<Boolean>) option)
                .findFirst();
    }

    @Override
    public int read() throws IOException {
        beforeReading();
        int read = in.read();
        talkBytesLeft--;
        return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        beforeReading();
        int count = in.read(bytes, from, length);
        talkBytesLeft -= count;
        return count;
    }

    private void beforeReading() {
        if (talkBytesLeft > 0 && atOnce.isPresent()) {
            try {
                socket.setOption(atOnce.get(), true);
            } catch (IOException | UnsupportedOperationException e) {
                atOnce = Optional.empty(); // then it is slower; what is wrong with the socket, the read says
            }
        }
    }
}
