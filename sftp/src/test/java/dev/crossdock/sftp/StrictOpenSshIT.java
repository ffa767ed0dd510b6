package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceFile.Access;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.OpenSsh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's server, set up to give one session at a time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StrictOpenSshIT {

    private static final int SIZE = 32 << 20;

    private static final int PART = 3 << 20;

    @TempDir
    private Path folder;

    private final byte[] bytes = new GeneratedBytes(3).bytes(new ByteRange(0, SIZE));

    /** A second SFTP server finds the lock taken and ends at once, after the user was let in. */
    @Test
    void aSecondSessionThatEndsAtOnceMakesTheOrderAscending() throws Exception {
        try (OpenSsh strict = withOneSession()) {
            strict.start();
            Path path = Files.write(strict.folder().resolve("large"), bytes);
            try (SftpServer server = server(strict).connections(4).build();
                    SourceFile file = server.file(path.toString())) {
                assertBecomesAscendingAndReads(file);
            }
        }
    }

    @Test
    void aSecondConnectionThatIsNotLetInMakesTheOrderAscending() throws Exception {
        try (OpenSsh strict = OpenSsh.server().with("MaxStartups", "1")) {
            strict.start();
            Path path = Files.write(strict.folder().resolve("large"), bytes);
            try (SftpServer server = server(strict).connections(4).build();
                    SourceFile file = server.file(path.toString())) {
                statPatiently(file);
                // Who has not logged in yet takes the one place there is for such.
                try (Socket other = new Socket(InetAddress.getLoopbackAddress(), strict.port())) {
                    String greeting = new String(other.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
                    assertThat(greeting).isEqualTo("SSH-2.0-");
                    assertBecomesAscendingAndReads(file);
                }
            }
        }
    }

    @Test
    void oneSessionIsEnoughForSequentialReading() throws Exception {
        try (OpenSsh strict = withOneSession()) {
            strict.start();
            Path path = Files.write(strict.folder().resolve("large"), bytes);
            try (SftpServer server = server(strict).access(Access.ASCENDING).build();
                    SourceFile file = server.file(path.toString())) {
                FileStat first = file.stat();
                assertReadsInParts(file);
                Files.delete(path);
                // As on a server that lets a file be read once: there is nothing to compare with any more.
                assertThat(file.stat()).isEqualTo(first);
            }
        }
    }

    private void assertBecomesAscendingAndReads(SourceFile file) throws SourceException {
        FileStat first = file.stat();
        assertThat(file.expect(SIZE)).isEqualTo(4);
        // Neither server says that it refuses, so it is asked again while the file is read.
        while (file.access() == Access.ANY_ORDER) {
            assertReads(file, new ByteRange(0, PART));
        }
        assertThat(file.expect(SIZE)).isEqualTo(1);
        assertReadsInParts(file);
        assertThat(file.stat()).isEqualTo(first);
    }

    private void assertReadsInParts(SourceFile file) throws SourceException {
        for (int from = 0; from < SIZE; from += PART) {
            assertReads(file, new ByteRange(from, Math.min(PART, SIZE - from)));
        }
    }

    private static void assertReads(SourceFile file, ByteRange range) throws SourceException {
        CollectingSink sink = new CollectingSink(range);
        try (RangeRead read = file.read(range, sink)) {
            read.await();
        }
        assertThat(sink.bytes()).isEqualTo(new GeneratedBytes(3).bytes(range));
    }

    /** The look whether the server has started may still take the one place for those who log in. */
    private static void statPatiently(SourceFile file) throws SourceException {
        while (true) {
            try {
                assertThat(file.stat().sizeBytes()).isEqualTo(SIZE);
                return;
            } catch (SourceException e) {
                if (!e.retryable()) {
                    throw e;
                }
            }
        }
    }

    private OpenSsh withOneSession() {
        Path lock = folder.resolve("one");
        return OpenSsh.server().with("ForceCommand", "flock --nonblock " + lock + " /usr/lib/openssh/sftp-server");
    }

    private static SftpServer.Builder server(OpenSsh sshd) throws IOException {
        return SftpServer.at("127.0.0.1")
                .port(sshd.port())
                .user(sshd.user())
                .identity(sshd.identity())
                .agent(false)
                .nanoClock(hourly())
                .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                .knownHosts(sshd.knownHosts());
    }

    /** An hour passes between attempts. */
    private static LongSupplier hourly() {
        AtomicLong hours = new AtomicLong();
        return () -> TimeUnit.HOURS.toNanos(hours.incrementAndGet());
    }
}
