package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.MisbehavingFile;
import dev.crossdock.testkit.SftpFaults;
import dev.crossdock.testkit.SftpWire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the reader takes files that can't be read, change or vanish, and sessions that end. */
final class ReadFailureTest extends MisbehavingServer {

    @Test
    void anEndBeforeTheEndMeansThatTheFileChanged() throws Exception {
        assertReadFails(Kind.CHANGED, SftpFaults.endAt(SIZE / 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {SftpWire.PERMISSION_DENIED, SftpWire.OP_UNSUPPORTED, SftpWire.BAD_MESSAGE})
    void aRefusedReadIsUnreadable(int code) throws Exception {
        assertReadFails(Kind.UNREADABLE, SftpFaults.status(code));
    }

    /** FAILURE is what OpenSSH makes of an I/O error: storage that fails now may do better later. */
    @ParameterizedTest
    @ValueSource(ints = {SftpWire.FAILURE, SftpWire.NO_CONNECTION, SftpWire.CONNECTION_LOST})
    void aServersOwnTroubleMayBeTriedAgain(int code) throws Exception {
        assertReadFails(Kind.NETWORK, SftpFaults.status(code));
    }

    @Test
    void afterARefusedReadTheConnectionIsStillGood() throws Exception {
        misbehaving.reading(SftpFaults.status(SftpWire.PERMISSION_DENIED).times(1));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.UNREADABLE, () -> read(file, WHOLE));
            assertReads(file, WHOLE);
            assertThat(misbehaving.connections()).isEqualTo(1);
        }
    }

    /** A transfer goes on as long as each session brings some bytes. */
    @Test
    void aServerThatEndsEverySessionAfterSomeBytesIsReadToTheEnd() throws Exception {
        misbehaving.endSessionEvery(150_000);
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            long done = 0;
            while (done < SIZE) {
                ByteRange next = new ByteRange(done, Math.min(100_000, SIZE - done));
                try {
                    assertReads(file, next);
                    done = next.end();
                } catch (SourceException e) {
                    assertThat(e.kind()).isEqualTo(Kind.NETWORK);
                }
            }
            assertThat(misbehaving.channels()).isGreaterThan(5);
        }
    }

    @Test
    void anotherVersionOnTheReplacementIsNotRead() throws Exception {
        misbehaving.reading(request -> {
            misbehaving.file().replace();
            request.endSession();
        });
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.NETWORK, () -> read(file, WHOLE));
            assertFails(Kind.CHANGED, () -> read(file, WHOLE));
            assertThat(misbehaving.channels()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatGrowsWhileItIsReadDiffersInItsStat() throws Exception {
        misbehaving.file().whenDelivered(SIZE / 2, file -> file.resizeTo(SIZE + 1));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            assertReads(file, WHOLE);
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    @Test
    void aFileThatShrinksWhileItIsReadHasChanged() throws Exception {
        misbehaving.file().whenDelivered(SIZE / 2, file -> file.resizeTo(SIZE * 3 / 4));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.CHANGED, () -> read(file, WHOLE));
        }
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadDiffersInItsStat() throws Exception {
        ByteRange start = new ByteRange(0, SIZE);
        byte[] old = misbehaving.file().bytes(start);
        misbehaving.file().whenDelivered(SIZE / 2, MisbehavingFile::replace);
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            assertThat(read(file, start)).isEqualTo(old);
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    @Test
    void silenceIsALostConnection() throws Exception {
        misbehaving.reading(SftpFaults.silence().after(SIZE / 3));
        try (SftpServer server = server().stallTimeout(Duration.ofMillis(300)).build();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.NETWORK, () -> read(file, WHOLE));
        }
    }

    @Test
    void repliesThatComeAfterCloseAreDroppedAndTheConnectionGoesOn() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        misbehaving.reading(request -> {
            awaitUninterrupted(closed);
            request.decently();
        });
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            CollectingSink sink = new CollectingSink(WHOLE);
            RangeRead late = file.read(WHOLE, sink);
            late.close();
            sink.seal();
            closed.countDown();
            assertReads(file, WHOLE);
            assertThat(sink.count()).isZero();
            sink.requireFaultless();
            assertThat(misbehaving.connections()).isEqualTo(1);
        }
    }

    @Test
    void neverOpensASpecialFile() throws Exception {
        misbehaving.file().becomes(FileStat.Kind.SPECIAL);
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            assertFails(Kind.UNREADABLE, file::stat);
            assertThat(misbehaving.file().opened()).isZero();
        }
    }

    @Test
    void aFileThatMayNotBeOpenedIsUnreadable() throws Exception {
        misbehaving.answering(SftpWire.OPEN, SftpFaults.status(SftpWire.PERMISSION_DENIED));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            assertFails(Kind.UNREADABLE, file::stat);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            // Bounded, so that no server outlives a test that failed.
            boolean unused = latch.await(50, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
