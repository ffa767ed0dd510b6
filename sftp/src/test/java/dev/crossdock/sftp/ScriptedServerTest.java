package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the reader takes servers that are slow, stingy, wrong or hostile. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ScriptedServerTest {

    private static final int SIZE = 1_000_000;

    @TempDir
    private Path folder;

    /** One who does everything right unless told otherwise. */
    private static class Decent extends ScriptedSftp.Script {
        @Override
        void read(int connection, int id, long offset, int length, DataOutputStream out) throws IOException {
            ScriptedSftp.data(out, id, offset, length);
        }
    }

    @FunctionalInterface
    private interface Reading {
        void answer(int id, long offset, int length, DataOutputStream out) throws IOException;
    }

    private static ScriptedSftp.Script reading(Reading reading) {
        return new Decent() {
            @Override
            void read(int connection, int id, long offset, int length, DataOutputStream out) throws IOException {
                reading.answer(id, offset, length, out);
            }
        };
    }

    @Test
    void asksForNoMoreThan32KibWhereTheServerAnnouncesNothing() throws Exception {
        AtomicInteger largest = new AtomicInteger();
        check(reading((id, offset, length, out) -> {
            largest.accumulateAndGet(length, Math::max);
            ScriptedSftp.data(out, id, offset, length);
        }));
        assertThat(largest).hasValue(32 * 1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 1_000, 30_000, 32_767})
    void asksAgainForWhatAShortReplyLeftOut(int mostBytes) throws Exception {
        // With one byte per reply a smaller range shows as much.
        int bytes = mostBytes == 1 ? 3_000 : SIZE;
        try (ScriptedSftp scripted = new ScriptedSftp(reading(
                        (id, offset, length, out) -> ScriptedSftp.data(out, id, offset, Math.min(length, mostBytes))));
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertContent(read(file, new ByteRange(5, bytes - 5)), 5);
        }
    }

    @Test
    void asksForLessWhenTheServerAlwaysGivesLess() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        check(reading((id, offset, length, out) -> {
            requests.incrementAndGet();
            ScriptedSftp.data(out, id, offset, Math.min(length, 20_000));
        }));
        // 31 READs of 32 KiB are on their way before the first answer; each may need one more.
        assertThat(requests.get()).isLessThan(2 * (SIZE / 20_000 + 31));
    }

    @Test
    void takesRepliesInAnyOrder() throws Exception {
        check(new Decent() {
            private int heldId;
            private long heldOffset;
            private int heldLength;

            @Override
            void read(int connection, int id, long offset, int length, DataOutputStream out) throws IOException {
                // Every other request waits for the one after it.
                if (heldLength == 0 && offset + length < SIZE) {
                    heldId = id;
                    heldOffset = offset;
                    heldLength = length;
                    return;
                }
                ScriptedSftp.data(out, id, offset, length);
                if (heldLength > 0) {
                    ScriptedSftp.data(out, heldId, heldOffset, heldLength);
                    heldLength = 0;
                }
            }
        });
    }

    @Test
    void readsMoreRequestsThanItHasSlotsFor() throws Exception {
        int size = (RequestRing.CAPACITY + 300) * 32 * 1024;
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    long size(int connection) {
                        return size;
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertContent(read(file, new ByteRange(0, size)), 0);
        }
    }

    @Test
    void forgivesOneEmptyReply() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        check(reading((id, offset, length, out) ->
                ScriptedSftp.data(out, id, offset, requests.incrementAndGet() == 3 ? 0 : length)));
    }

    @Test
    void emptyDataAgainAndAgainIsAProtocolError() throws Exception {
        assertReadFails(Kind.PROTOCOL, reading((id, offset, length, out) -> ScriptedSftp.data(out, id, offset, 0)));
    }

    @Test
    void moreThanAskedForIsAProtocolError() throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(
                        reading((id, offset, length, out) -> ScriptedSftp.data(out, id, offset, length + 1)));
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            CollectingSink sink = new CollectingSink(new ByteRange(0, SIZE));
            assertFails(Kind.PROTOCOL, () -> {
                try (RangeRead read = file.read(new ByteRange(0, SIZE), sink)) {
                    read.await();
                }
            });
            // It is refused before anything of it is written.
            assertThat(sink.count()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, RequestRing.CAPACITY, -40, -RequestRing.CAPACITY, Integer.MIN_VALUE})
    void anUnknownIdIsAProtocolError(int distance) throws Exception {
        assertReadFails(
                Kind.PROTOCOL,
                reading((id, offset, length, out) -> ScriptedSftp.data(out, id + distance, offset, length)));
    }

    @Test
    void theSameReplyTwiceIsAProtocolError() throws Exception {
        assertReadFails(Kind.PROTOCOL, reading((id, offset, length, out) -> {
            ScriptedSftp.data(out, id, offset, length / 2);
            ScriptedSftp.data(out, id, offset, length / 2);
        }));
    }

    @Test
    void anAbsurdLengthIsAProtocolError() throws Exception {
        assertReadFails(Kind.PROTOCOL, reading((id, offset, length, out) -> {
            out.writeInt(Integer.MAX_VALUE);
            out.writeByte(PacketType.DATA);
            out.writeInt(id);
            out.writeInt(Integer.MAX_VALUE - 9);
            out.flush();
        }));
    }

    @Test
    void aReplyOfAnotherTypeIsAProtocolError() throws Exception {
        assertReadFails(
                Kind.PROTOCOL,
                reading((id, offset, length, out) ->
                        ScriptedSftp.reply(out, PacketType.HANDLE, id, body -> ScriptedSftp.string(body, "h"))));
    }

    @Test
    void anEndBeforeTheEndMeansThatTheFileChanged() throws Exception {
        assertReadFails(Kind.CHANGED, reading((id, offset, length, out) -> {
            if (offset >= SIZE / 2) {
                ScriptedSftp.status(out, id, StatusCode.EOF);
            } else {
                ScriptedSftp.data(out, id, offset, length);
            }
        }));
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILURE", "PERMISSION_DENIED", "OP_UNSUPPORTED", "BAD_MESSAGE"})
    void aRefusedReadIsUnreadable(StatusCode code) throws Exception {
        assertReadFails(Kind.UNREADABLE, reading((id, offset, length, out) -> ScriptedSftp.status(out, id, code)));
    }

    @Test
    void aServersOwnLostConnectionMayBeTriedAgain() throws Exception {
        assertReadFails(
                Kind.NETWORK,
                reading((id, offset, length, out) -> ScriptedSftp.status(out, id, StatusCode.CONNECTION_LOST)));
    }

    @Test
    void afterARefusedReadTheConnectionIsStillGood() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedSftp scripted = new ScriptedSftp(reading((id, offset, length, out) -> {
                    if (requests.incrementAndGet() == 2) {
                        ScriptedSftp.status(out, id, StatusCode.FAILURE);
                    } else {
                        ScriptedSftp.data(out, id, offset, length);
                    }
                }));
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertFails(Kind.UNREADABLE, () -> read(file, new ByteRange(0, SIZE)));
            assertContent(read(file, new ByteRange(0, SIZE)), 0);
            assertThat(scripted.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatBrokeTheProtocolIsReplaced() throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    void read(int connection, int id, long offset, int length, DataOutputStream out)
                            throws IOException {
                        ScriptedSftp.data(out, id + (connection == 1 ? 999 : 0), offset, length);
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertFails(Kind.PROTOCOL, () -> read(file, new ByteRange(0, SIZE)));
            assertContent(read(file, new ByteRange(0, SIZE)), 0);
            assertThat(scripted.connections()).isEqualTo(2);
        }
    }

    @Test
    void anotherVersionOnTheReplacementIsNotRead() throws Exception {
        AtomicInteger cut = new AtomicInteger();
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    int modified(int connection) {
                        return connection;
                    }

                    @Override
                    void read(int connection, int id, long offset, int length, DataOutputStream out)
                            throws IOException {
                        cut.incrementAndGet();
                        throw new IOException("cut");
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertFails(Kind.NETWORK, () -> read(file, new ByteRange(0, SIZE)));
            assertFails(Kind.CHANGED, () -> read(file, new ByteRange(0, SIZE)));
            assertThat(cut).hasValue(1);
        }
    }

    @Test
    void silenceIsALostConnection() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedSftp scripted = new ScriptedSftp(reading((id, offset, length, out) -> awaitUninterrupted(never)));
                SftpServer server =
                        server(scripted).stallTimeout(Duration.ofMillis(300)).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertFails(Kind.NETWORK, () -> read(file, new ByteRange(0, SIZE)));
        } finally {
            never.countDown();
        }
    }

    @Test
    void repliesThatComeAfterCloseAreDroppedAndTheConnectionGoesOn() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedSftp scripted = new ScriptedSftp(reading((id, offset, length, out) -> {
                    awaitUninterrupted(closed);
                    ScriptedSftp.data(out, id, offset, length);
                }));
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            CollectingSink sink = new CollectingSink(new ByteRange(0, SIZE));
            RangeRead late = file.read(new ByteRange(0, SIZE), sink);
            late.close();
            sink.seal();
            closed.countDown();
            assertContent(read(file, new ByteRange(0, SIZE)), 0);
            assertThat(sink.count()).isZero();
            sink.requireFaultless();
            assertThat(scripted.connections()).isEqualTo(1);
        }
    }

    @Test
    void neverOpensASpecialFile() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    int permissions() {
                        return 0010644;
                    }

                    @Override
                    void open(int id, DataOutputStream out) throws IOException {
                        opened.incrementAndGet();
                        super.open(id, out);
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            assertFails(Kind.UNREADABLE, file::stat);
            assertThat(opened).hasValue(0);
        }
    }

    @Test
    void aFileThatMayNotBeOpenedIsUnreadable() throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    void open(int id, DataOutputStream out) throws IOException {
                        ScriptedSftp.status(out, id, StatusCode.PERMISSION_DENIED);
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            assertFails(Kind.UNREADABLE, file::stat);
        }
    }

    @Test
    void aHandleThatIsTooLongIsAProtocolError() throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    void open(int id, DataOutputStream out) throws IOException {
                        ScriptedSftp.reply(
                                out, PacketType.HANDLE, id, body -> ScriptedSftp.string(body, "h".repeat(257)));
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            assertFails(Kind.PROTOCOL, file::stat);
        }
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent() {
                    @Override
                    void version(DataOutputStream out) throws IOException {
                        ScriptedSftp.reply(out, PacketType.VERSION, 2, body -> {});
                    }
                });
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            assertFails(Kind.PROTOCOL, file::stat);
        }
    }

    @Test
    void aServerWithoutSftpIsRefusedWithAHint() throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(new Decent())) {
            scripted.ssh().setSubsystemFactories(List.of());
            try (SftpServer server = server(scripted).build();
                    SourceFile file = server.file("/the/file")) {
                assertThatThrownBy(file::stat).isInstanceOfSatisfying(SourceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
                    assertThat(e).hasMessageContaining("no SFTP");
                });
            }
        }
    }

    private void check(ScriptedSftp.Script script) throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(script);
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            assertThat(file.stat().sizeBytes()).isEqualTo(SIZE);
            assertContent(read(file, new ByteRange(0, SIZE)), 0);
        }
    }

    private void assertReadFails(Kind kind, ScriptedSftp.Script script) throws Exception {
        try (ScriptedSftp scripted = new ScriptedSftp(script);
                SftpServer server = server(scripted).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertFails(kind, () -> read(file, new ByteRange(0, SIZE)));
        }
    }

    private SftpServer.Builder server(ScriptedSftp scripted) throws IOException, GeneralSecurityException {
        Path knownHosts = Files.writeString(folder.resolve("known_hosts"), scripted.knownHostsLine());
        return SftpServer.at("127.0.0.1")
                .port(scripted.port())
                .user("somebody")
                .password("secret".toCharArray())
                .agent(false)
                .connections(1)
                .knownHosts(knownHosts);
    }

    private static byte[] read(SourceFile file, ByteRange range) throws SourceException {
        CollectingSink sink = new CollectingSink(range);
        try (RangeRead read = file.read(range, sink)) {
            read.await();
        } finally {
            sink.seal();
        }
        return sink.bytes();
    }

    private static void assertContent(byte[] bytes, long offset) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != ScriptedSftp.contentAt(offset + i)) {
                throw new AssertionError("wrong byte at " + (offset + i));
            }
        }
    }

    private static void assertFails(Kind kind, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind));
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
