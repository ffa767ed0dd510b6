package dev.crossdock.testkit;

import dev.crossdock.ByteSize;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A {@link TcpProxy} with a {@link TcpDistance} as a process of its own, for programs that are measured from outside.
 * Prints the port to connect to, then lives until its standard input ends.
 *
 * <p>Arguments: the server's port on 127.0.0.1, the round trip in milliseconds, and, if wanted, the window and the bytes
 * per second, such as {@code 4MiB} and {@code 100MiB}.
 */
public final class TcpProxyProcess {

    private static final double NANOS_PER_MILLI = 1e6;

    private TcpProxyProcess() {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = List.of(arguments);
        if (given.size() < 2 || given.size() > 4) {
            System.err.println("usage: TcpProxyProcess PORT ROUND_TRIP_MS [WINDOW [BYTES_PER_SECOND]]");
            System.exit(2);
        }
        TcpDistance distance = new TcpDistance(
                Duration.ofNanos((long) (Double.parseDouble(given.get(1)) * NANOS_PER_MILLI / 2)),
                given.size() > 3 ? ByteSize.parse(given.get(3)) : TcpDistance.UNLIMITED,
                given.size() > 2 ? Math.toIntExact(ByteSize.parse(given.get(2))) : TcpDistance.USUAL_WINDOW_BYTES);
        try (TcpProxy proxy = TcpProxy.to(Integer.parseInt(given.get(0)), distance)) {
            System.out.println(proxy.port());
            while (System.in.read() >= 0) {
                // What is said does not matter: only that nobody says anything any more.
            }
        }
    }
}
