package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.TcpDistance;
import dev.crossdock.testkit.TcpProxy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections are opened to OpenSSH's server over different lines. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FarOpenSshIT {

    private static final int PART = 2 << 20;
    private static final long LARGE = 1L << 30;

    @RegisterExtension
    static final OpenSsh OPEN_SSH = OpenSsh.server();

    private static SftpServer.Builder server(int port) {
        return SftpServer.at("127.0.0.1")
                .port(port)
                .user(OPEN_SSH.user())
                .identity(OPEN_SSH.identity())
                .agent(false)
                .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                .knownHosts(OPEN_SSH.knownHosts());
    }

    /** Where more than one is allowed. */
    @ParameterizedTest
    @CsvSource({"0, 2", "1, 1"})
    void overALongLineASecondLoginDoesNotWaitForTheSize(int allowed, int begun) throws Exception {
        Path path = Files.write(OPEN_SSH.folder().resolve("small"), new byte[] {1, 2, 3});
        try (TcpProxy far = TcpProxy.to(OPEN_SSH.port(), TcpDistance.ofRoundTrip(Duration.ofMillis(60)));
                SftpServer server = server(far.port()).connections(allowed).build();
                SourceFile file = server.file(path.toString())) {
            do {
                file.stat();
            } while (far.connections() < begun);
            CollectingSink sink = new CollectingSink(new ByteRange(0, 3));
            try (RangeRead read = file.read(new ByteRange(0, 3), sink)) {
                read.await();
            }
            assertThat(sink.bytes()).containsExactly(1, 2, 3);
            assertThat(far.connections()).isEqualTo(begun);
        }
    }

    @Test
    void whenTheSizeIsKnownTheOthersFollowAndEachOpensTheFileOnce() throws Exception {
        Path path = sparse();
        try (TcpProxy far = TcpProxy.to(OPEN_SSH.port(), TcpDistance.ofRoundTrip(Duration.ofMillis(75)));
                SftpServer server = server(far.port()).build();
                SourceFile file = server.file(path.toString())) {
            assertThat(file.stat().sizeBytes()).isEqualTo(LARGE);
            int wanted = file.expect(LARGE);
            assertThat(wanted).isGreaterThanOrEqualTo(6);
            while (file.connections() < wanted) {
                Thread.onSpinWait();
            }
            assertThat(far.connections()).isEqualTo(wanted);
        }
    }

    private static Path sparse() throws IOException {
        Path path = OPEN_SSH.folder().resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(LARGE);
        }
        return path;
    }

    /**
     * Each connection brings 8 MB/s and no more, and all together what they like. The file comes in small ranges, or in one
     * that is waited for all the while.
     */
    @ParameterizedTest
    @ValueSource(longs = {PART, LARGE})
    void moreAreOpenedAsLongAsTheyBringMore(long rangeBytes) throws Exception {
        Path path = sparse();
        TcpDistance narrow = new TcpDistance(Duration.ofMillis(4), TcpDistance.UNLIMITED, 64 << 10);
        try (TcpProxy line = TcpProxy.to(OPEN_SSH.port(), narrow);
                SftpServer server = server(line.port()).build();
                SourceFile file = server.file(path.toString())) {
            assertThat(file.stat().sizeBytes()).isEqualTo(LARGE);
            assertThat(file.expect(LARGE)).isEqualTo(2);
            CompletableFuture<Void> read = CompletableFuture.runAsync(() -> readAll(file, rangeBytes));
            while (line.connections() < 8) {
                assertThat(read).as("read until there were more").isNotDone();
                Thread.onSpinWait();
            }
            file.close();
            assertThatThrownBy(read::join).hasCauseInstanceOf(SourceException.class);
        }
    }

    /** With four ranges on their way. */
    private static void readAll(SourceFile file, long rangeBytes) {
        Deque<RangeRead> underWay = new ArrayDeque<>();
        try {
            for (long offset = 0; offset < LARGE; offset += rangeBytes) {
                underWay.add(file.read(new ByteRange(offset, rangeBytes), (at, bytes, from, length) -> {}));
                if (underWay.size() == 4) {
                    underWay.remove().await();
                }
            }
            for (RangeRead read : underWay) {
                read.await();
            }
        } catch (SourceException e) {
            throw new CompletionException(e);
        }
    }
}
