package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceFile.Access;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.SftpFaults;
import dev.crossdock.testkit.SftpWire;
import dev.crossdock.testkit.TcpDistance;
import dev.crossdock.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a file of which a server gives no second session or handle. */
final class SecondSessionTest extends MisbehavingServer {

    @ParameterizedTest
    @EnumSource
    void aRefusedSecondSessionMakesTheOrderAscending(MisbehavingSftp.Refusal how) throws Exception {
        misbehaving.oneSession(how);
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            assertThat(file.access()).isEqualTo(Access.ANY_ORDER);
            assertThat(file.expect(SIZE)).isEqualTo(4);
            awaitAscending(file);
            assertReads(file, WHOLE);
            // Nothing else changes: what was read can be read again.
            assertReads(file, new ByteRange(SIZE / 2, SIZE / 4));
            assertThat(file.stat()).isEqualTo(first);
            assertThat(file.expect(SIZE)).isEqualTo(1);
            assertReads(file, new ByteRange(0, SIZE / 4));
            // One that breaks without a word may have broken on the way, so it is tried again.
            assertThat(misbehaving.connections()).isEqualTo(how == MisbehavingSftp.Refusal.CONNECTION ? 4 : 2);
        }
    }

    @Test
    void aRefusedSecondHandleMakesTheOrderAscending() throws Exception {
        misbehaving.file().oneHandle();
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            file.expect(SIZE);
            awaitAscending(file);
            assertReads(file, WHOLE);
            assertThat(file.stat()).isEqualTo(first);
            assertThat(misbehaving.requests(SftpWire.OPEN)).hasSize(2);
            assertThat(misbehaving.connections()).isLessThanOrEqualTo(3);
        }
    }

    /** Each read looks for connections that the file is not open on yet, also right when the pool hands one over. */
    @Test
    void whoReadsMeanwhileOpensNoSecondHandleOnAConnection() throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            file.stat();
            int wanted = file.expect(SIZE);
            while (file.connections() < wanted) {
                assertReads(file, new ByteRange(0, 1));
            }
            assertReads(file, WHOLE);
            assertThat(misbehaving.requests(SftpWire.OPEN)).hasSize(wanted);
        }
    }

    @Test
    void aRefusedThirdSessionChangesNothing() throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.answering(
                    SftpWire.OPEN, SftpFaults.status(SftpWire.FAILURE).onConnection(3));
            file.expect(SIZE);
            misbehaving.awaitConnections(3);
            awaitUntil(
                    "all connections were tried",
                    () -> misbehaving.requests(SftpWire.OPEN).size() >= 4);
            assertReads(file, WHOLE);
            assertThat(file.access()).isEqualTo(Access.ANY_ORDER);
        }
    }

    /** Over a long line the second session was begun, and refused, before a file wanted it. */
    @Test
    void whatWasRefusedAheadIsNotAskedForAgainByTheFileThatWasWaitingForIt() throws Exception {
        misbehaving.oneSession(MisbehavingSftp.Refusal.CONNECTION);
        try (TcpProxy far = TcpProxy.to(misbehaving.port(), TcpDistance.ofRoundTrip(Duration.ofMillis(60)));
                SftpServer server = server(misbehaving)
                        .port(far.port())
                        .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                        .connections(4)
                        .nanoClock(() -> 0)
                        .build();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.awaitConnections(2);
            file.expect(SIZE);
            for (int i = 0; i < 20; i++) {
                assertReads(file, new ByteRange(0, 1));
            }
            assertThat(misbehaving.connections()).isEqualTo(2);
        }
    }

    /** Readers under way go on when the second session is refused. */
    @Test
    void aLostConnectionIsReplacedByOne() throws Exception {
        misbehaving.oneSession(MisbehavingSftp.Refusal.CONNECTION);
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            file.stat();
            file.expect(SIZE);
            awaitAscending(file);
            misbehaving.dropConnections();
            awaitUntil("the lost connection is replaced", () -> readsWhole(file));
            assertThat(misbehaving.channels()).isEqualTo(2);
        }
    }

    @Test
    void anotherFileMayTryAgain() throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server);
                SourceFile other = file(server)) {
            file.stat();
            misbehaving.refuseConnections(3);
            file.expect(SIZE);
            awaitAscending(file);
            other.stat();
            assertThat(other.expect(SIZE)).isEqualTo(4);
            misbehaving.awaitConnections(7);
            assertThat(other.access()).isEqualTo(Access.ANY_ORDER);
            assertThat(file.access()).isEqualTo(Access.ASCENDING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aConnectionThatBreaksIsNoRefusal(int times) throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.refuseConnections(times);
            file.expect(SIZE);
            awaitUntil("there are as many connections as were wanted", () -> {
                assertThat(readsWhole(file)).isTrue();
                return misbehaving.channels() == 4;
            });
            assertThat(file.access()).isEqualTo(Access.ANY_ORDER);
        }
    }

    @Test
    void aConnectionThatBreaksWhenTheFileIsOpenedIsNoRefusal() throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.answering(SftpWire.OPEN, SftpFaults.endOfSession().onConnection(2));
            file.expect(SIZE);
            awaitUntil("another connection took its place", () -> {
                assertThat(readsWhole(file)).isTrue();
                return misbehaving.channels() >= 5;
            });
            assertThat(file.access()).isEqualTo(Access.ANY_ORDER);
        }
    }

    @Test
    void afterABreakItIsNotTriedAgainAtOnce() throws Exception {
        try (SftpServer server = server().connections(4).nanoClock(() -> 0).build();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.refuseConnections(1);
            file.expect(SIZE);
            misbehaving.awaitConnections(2);
            for (int i = 0; i < 20; i++) {
                assertReads(file, WHOLE);
            }
            assertThat(misbehaving.connections()).isEqualTo(2);
        }
    }

    private boolean readsWhole(SourceFile file) {
        try {
            assertReads(file, WHOLE);
            return true;
        } catch (SourceException e) {
            // The server may still hold the old session for open.
            assertThat(e.retryable()).as(e.toString()).isTrue();
            return false;
        }
    }

    /** What breaks is tried again by who reads. */
    private void awaitAscending(SourceFile file) {
        awaitUntil("the order is ascending", () -> {
            boolean unused = readsWhole(file);
            return file.access() == Access.ASCENDING;
        });
    }

    /** A server that is asked for several connections, with hours between the attempts. */
    private SftpServer several() throws IOException {
        AtomicLong hours = new AtomicLong();
        return server().connections(4)
                .nanoClock(() -> TimeUnit.HOURS.toNanos(hours.incrementAndGet()))
                .build();
    }
}
