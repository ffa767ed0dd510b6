package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.MisbehavingFile;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.SftpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tests have in common that need a server which is slow, stingy, wrong or hostile. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class MisbehavingServer {

    static final int SIZE = 1_000_000;

    static final ByteRange WHOLE = new ByteRange(0, SIZE);

    @TempDir
    private Path folder;

    MisbehavingSftp misbehaving;

    @BeforeEach
    final void startServer() throws IOException {
        misbehaving = MisbehavingSftp.serving(SIZE);
    }

    @AfterEach
    final void stopServer() throws IOException {
        misbehaving.close();
    }

    final SftpServer.Builder server() throws IOException {
        return server(misbehaving);
    }

    /** Another server than the one that each test has. */
    final SftpServer.Builder server(MisbehavingSftp other) throws IOException {
        Path knownHosts = Files.writeString(folder.resolve("known_hosts"), other.knownHostsLine());
        return SftpServer.at("127.0.0.1")
                .port(other.port())
                .user("somebody")
                .password(MisbehavingSftp.PASSWORD.toCharArray())
                .agent(false)
                .connections(1)
                .knownHosts(knownHosts);
    }

    static SourceFile file(SftpServer server) {
        return server.file(MisbehavingFile.PATH);
    }

    /** Everything is read, however READs are answered. */
    final void assertReadsAll(SftpAnswer answer) throws Exception {
        misbehaving.reading(answer);
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            assertThat(file.stat().sizeBytes()).isEqualTo(SIZE);
            assertReads(file, WHOLE);
        }
    }

    final void assertReadFails(Kind kind, SftpAnswer answer) throws Exception {
        misbehaving.reading(answer);
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(kind, () -> read(file, WHOLE));
        }
    }

    final void assertReads(SourceFile file, ByteRange range) throws SourceException {
        assertThat(read(file, range)).isEqualTo(misbehaving.file().bytes(range));
    }

    static byte[] read(SourceFile file, ByteRange range) throws SourceException {
        CollectingSink sink = new CollectingSink(range);
        try (RangeRead read = file.read(range, sink)) {
            read.await();
        } finally {
            sink.seal();
        }
        return sink.bytes();
    }

    static void assertFails(Kind kind, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind));
    }
}
