package dev.crossdock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server as a JUnit extension: held in a static field with {@code @RegisterExtension} it is started before the
 * first test of a class and ended after the last. It may also be started and closed by hand. All it writes lies in a
 * folder of its own, which is deleted in the end.
 */
public abstract class RealServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    private @Nullable Path home;
    private @Nullable ServerProcess process;
    private int port;

    RealServer() {}

    /** Starts it, and returns when it answers. Does nothing if it is running. */
    public final void start() throws IOException {
        if (process != null) {
            return;
        }
        boolean running = false;
        try {
            Path folder = home == null ? firstHome() : home;
            process = ServerProcess.start(
                    command(folder, port), environment(), folder.resolve("server.log"), port, this::isReady);
            running = true;
        } finally {
            if (!running) {
                close();
            }
        }
    }

    private Path firstHome() throws IOException {
        // Short and without links: some servers put sockets there, some compare paths.
        Path folder = Files.createTempDirectory("crossdock-").toRealPath();
        home = folder;
        port = freePort();
        prepare(folder);
        return folder;
    }

    /** Ends the program at once and its connections with it; what it stored stays. */
    public final void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** The port on 127.0.0.1; the same after {@link #stop} and {@link #start}. */
    public final int port() {
        return port;
    }

    /** Ends the program and deletes what it stored. */
    @Override
    public void close() {
        stop();
        if (home != null) {
            delete(home);
            home = null;
        }
    }

    @Override
    public final void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public final void afterAll(ExtensionContext context) {
        close();
    }

    /** Makes keys and folders before the first start. */
    abstract void prepare(Path folder) throws IOException;

    /** The command line that runs the server in the foreground. */
    abstract List<String> command(Path folder, int listenPort) throws IOException;

    /** What is added to the environment that it runs in. */
    Map<String, String> environment() {
        return Map.of();
    }

    /** Whether it does its work, now that it accepts connections. */
    boolean isReady() {
        return true;
    }

    final Path home() {
        if (home == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " was not started");
        }
        return home;
    }

    final ServerProcess process() {
        if (process == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " is not running");
        }
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + folder, e);
        }
    }
}
