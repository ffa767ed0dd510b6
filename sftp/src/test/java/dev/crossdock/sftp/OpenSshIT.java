package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.SourceFileContract;
import dev.crossdock.testkit.TcpProxy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of every source, and what else matters, on OpenSSH's server. */
final class OpenSshIT extends SourceFileContract {

    private static final int LARGE = 16 << 20;

    @RegisterExtension
    static final OpenSsh OPEN_SSH = OpenSsh.server();

    private @Nullable SftpServer server;
    private Instant youngest = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void describe() {
        server = server(OPEN_SSH, OPEN_SSH.port()).connections(2).build();
    }

    @AfterEach
    void forget() throws IOException {
        if (server != null) {
            server.close();
        }
        try (var files = Files.newDirectoryStream(OPEN_SSH.folder())) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static SftpServer.Builder server(OpenSsh sshd, int port) {
        return SftpServer.at("127.0.0.1")
                .port(port)
                .user(sshd.user())
                .identity(sshd.identity())
                .agent(false)
                .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                .knownHosts(sshd.knownHosts());
    }

    @Override
    protected SourceFile open(String name) {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.file(OPEN_SSH.folder().resolve(name).toString());
    }

    @Override
    protected void put(String name, byte[] bytes) throws IOException {
        Path beside = Files.write(OPEN_SSH.folder().resolve("beside"), bytes);
        youngest = youngest.plusSeconds(10);
        Files.setLastModifiedTime(beside, FileTime.from(youngest));
        Files.move(beside, OPEN_SSH.folder().resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    protected void truncate(String name, long sizeBytes) throws IOException {
        try (FileChannel file = FileChannel.open(OPEN_SSH.folder().resolve(name), StandardOpenOption.WRITE)) {
            file.truncate(sizeBytes);
        }
    }

    @Override
    protected void append(String name, byte[] bytes) throws IOException {
        Files.write(OPEN_SSH.folder().resolve(name), bytes, StandardOpenOption.APPEND);
    }

    @Override
    protected void makeDirectory(String name) throws IOException {
        Files.createDirectory(OPEN_SSH.folder().resolve(name));
    }

    @Test
    void readsALargeFileWithSeveralConnections() throws Exception {
        byte[] bytes = put(LARGE);
        try (TcpProxy proxy = TcpProxy.to(OPEN_SSH.port());
                SftpServer only = server(OPEN_SSH, proxy.port()).connections(3).build();
                SourceFile file = only.file(OPEN_SSH.folder().resolve("large").toString())) {
            file.stat();
            assertThat(file.expect(LARGE)).isEqualTo(3);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (proxy.connections() < 3 && System.nanoTime() < deadline) {
                assertThat(readInParts(file, LARGE)).isEqualTo(bytes);
            }
            assertThat(readInParts(file, LARGE)).isEqualTo(bytes);
            assertThat(proxy.connections()).isEqualTo(3);
        }
    }

    /** Several clients are known to hang when the server rekeys under load. */
    @Test
    void readsWhileTheServerRekeysAllTheTime() throws Exception {
        try (OpenSsh rekeying = OpenSsh.server().with("RekeyLimit", "1M")) {
            rekeying.start();
            byte[] bytes = new GeneratedBytes(3).bytes(new ByteRange(0, LARGE));
            Path path = Files.write(rekeying.folder().resolve("large"), bytes);
            try (SftpServer only =
                            server(rekeying, rekeying.port()).connections(2).build();
                    SourceFile file = only.file(path.toString())) {
                file.stat();
                file.expect(LARGE);
                assertThat(readInParts(file, LARGE)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void readsWithAsManyConnectionsAsTheServerLetsIn() throws Exception {
        byte[] bytes = put(LARGE);
        try (TcpProxy proxy = TcpProxy.to(OPEN_SSH.port());
                SftpServer only = server(OPEN_SSH, proxy.port()).connections(8).build();
                SourceFile file = only.file(OPEN_SSH.folder().resolve("large").toString())) {
            file.stat();
            proxy.refuse(true);
            file.expect(LARGE);
            assertThat(readInParts(file, LARGE)).isEqualTo(bytes);
        }
    }

    @Test
    void aCutConnectionFailsItsReadsAndIsReplaced() throws Exception {
        byte[] bytes = put(LARGE);
        try (TcpProxy proxy = TcpProxy.to(OPEN_SSH.port());
                SftpServer only = server(OPEN_SSH, proxy.port()).connections(1).build();
                SourceFile file = only.file(OPEN_SSH.folder().resolve("large").toString())) {
            file.stat();
            proxy.cutAfter(TcpProxy.Direction.TO_CLIENT, LARGE / 2);
            assertFails(Kind.NETWORK, () -> readAll(file, new ByteRange(0, LARGE)));
            assertThat(readAll(file, new ByteRange(0, LARGE))).isEqualTo(bytes);
            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void anotherFileUnderTheSameNameIsNotReadOnTheReplacement() throws Exception {
        put(LARGE);
        try (SourceFile file = open("large")) {
            file.stat();
            put("large", new byte[LARGE]);
            OPEN_SSH.dropConnections();
            assertFails(
                    Kind.NETWORK,
                    () -> {
                        // The drop is noticed by the first read or before it; at the latest the second opens anew.
                        readAll(file, new ByteRange(0, LARGE));
                    },
                    Kind.CHANGED);
            assertFails(Kind.CHANGED, () -> readAll(file, new ByteRange(0, LARGE)));
        }
    }

    @Test
    void silenceIsALostConnection() throws Exception {
        byte[] bytes = put(LARGE);
        try (TcpProxy proxy = TcpProxy.to(OPEN_SSH.port());
                SftpServer only = server(OPEN_SSH, proxy.port())
                        .connections(1)
                        .stallTimeout(Duration.ofMillis(500))
                        .build();
                SourceFile file = only.file(OPEN_SSH.folder().resolve("large").toString())) {
            file.stat();
            proxy.stallAfter(TcpProxy.Direction.TO_CLIENT, LARGE / 2);
            assertFails(Kind.NETWORK, () -> readAll(file, new ByteRange(0, LARGE)));
            proxy.resume();
            assertThat(readAll(file, new ByteRange(0, LARGE))).isEqualTo(bytes);
        }
    }

    @Test
    void readsManyFilesOverTheSameConnections() throws Exception {
        put("a", new GeneratedBytes(1).bytes(new ByteRange(0, 100_000)));
        put("b", new GeneratedBytes(2).bytes(new ByteRange(0, 100_000)));
        try (TcpProxy proxy = TcpProxy.to(OPEN_SSH.port());
                SftpServer only = server(OPEN_SSH, proxy.port()).connections(1).build();
                SourceFile a = only.file(OPEN_SSH.folder().resolve("a").toString());
                SourceFile b = only.file(OPEN_SSH.folder().resolve("b").toString())) {
            a.stat();
            b.stat();
            assertThat(readAll(b, new ByteRange(0, 100_000)))
                    .isEqualTo(new GeneratedBytes(2).bytes(new ByteRange(0, 100_000)));
            assertThat(readAll(a, new ByteRange(0, 100_000)))
                    .isEqualTo(new GeneratedBytes(1).bytes(new ByteRange(0, 100_000)));
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void followsLinksAndSaysWhereTheyLead() throws Exception {
        put("target", new byte[] {1, 2, 3});
        Files.createSymbolicLink(
                OPEN_SSH.folder().resolve("link"), OPEN_SSH.folder().resolve("target"));
        try (SourceFile file = open("link")) {
            assertThat(file.stat().sizeBytes()).isEqualTo(3);
            assertThat(file.location().fileName()).isEqualTo("target");
            assertThat(readAll(file, new ByteRange(0, 3))).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aLoopOfLinksIsUnreadableOrNotFound() throws Exception {
        Files.createSymbolicLink(
                OPEN_SSH.folder().resolve("a"), OPEN_SSH.folder().resolve("b"));
        Files.createSymbolicLink(
                OPEN_SSH.folder().resolve("b"), OPEN_SSH.folder().resolve("a"));
        try (SourceFile file = open("a")) {
            assertFails(Kind.UNREADABLE, file::stat, Kind.NOT_FOUND);
        }
    }

    @Test
    void findsFilesBelowTheHomeFolder() throws Exception {
        Path home = Path.of(System.getProperty("user.home"));
        Path made = Files.createTempFile(home, "crossdock", ".txt");
        try {
            Files.write(made, new byte[] {7});
            if (server == null) {
                throw new IllegalStateException("not started");
            }
            try (SourceFile file = server.file("~/" + made.getFileName())) {
                assertThat(file.stat()).extracting(FileStat::sizeBytes).isEqualTo(1L);
                assertThat(file.location().path()).isEqualTo(made.toRealPath().toString());
            }
        } finally {
            Files.delete(made);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void neverWaitsForAFifo() throws Exception {
        Path fifo = OPEN_SSH.folder().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (SourceFile file = open("fifo")) {
            assertFails(Kind.UNREADABLE, file::stat);
        }
    }

    @Test
    void closingTheServerEndsItsReads() throws Exception {
        put(LARGE);
        SftpServer only = server(OPEN_SSH, OPEN_SSH.port()).build();
        SourceFile file = only.file(OPEN_SSH.folder().resolve("large").toString());
        file.stat();
        CollectingSink sink = new CollectingSink(new ByteRange(0, LARGE));
        try (RangeRead read = file.read(new ByteRange(0, LARGE), sink)) {
            only.close();
            if (sink.count() < LARGE) {
                assertFails(Kind.NETWORK, read::await);
            }
        }
        sink.seal();
        assertFails(Kind.NETWORK, file::stat);
        file.close();
        sink.requireFaultless();
    }

    private byte[] put(int size) throws IOException {
        byte[] bytes = new GeneratedBytes(3).bytes(new ByteRange(0, size));
        put("large", bytes);
        return bytes;
    }

    private static byte[] readInParts(SourceFile file, int size) throws Exception {
        int part = 3 << 20;
        byte[] all = new byte[size];
        List<RangeRead> reads = new ArrayList<>();
        List<CollectingSink> sinks = new ArrayList<>();
        for (int from = 0; from < size; from += part) {
            ByteRange range = new ByteRange(from, Math.min(part, size - from));
            CollectingSink sink = new CollectingSink(range);
            sinks.add(sink);
            reads.add(file.read(range, sink));
        }
        int at = 0;
        for (int i = 0; i < reads.size(); i++) {
            try (RangeRead read = reads.get(i)) {
                read.await();
            }
            byte[] bytes = sinks.get(i).bytes();
            System.arraycopy(bytes, 0, all, at, bytes.length);
            at += bytes.length;
        }
        return all;
    }

    private static void assertFails(Kind kind, ThrowingCallable action, Kind orElse) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).as(e.toString()).isIn(kind, orElse));
    }
}
