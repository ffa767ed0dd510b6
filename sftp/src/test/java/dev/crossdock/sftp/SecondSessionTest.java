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
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
            assertThat(misbehaving.connections()).isEqualTo(2);
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

    @Test
    void aRefusedThirdSessionChangesNothing() throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.answering(
                    SftpWire.OPEN, SftpFaults.status(SftpWire.FAILURE).onConnection(3));
            file.expect(SIZE);
            misbehaving.awaitConnections(3);
            while (misbehaving.requests(SftpWire.OPEN).size() < 4) {
                Thread.onSpinWait();
            }
            assertReads(file, WHOLE);
            assertThat(file.access()).isEqualTo(Access.ANY_ORDER);
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
            while (true) {
                try {
                    assertReads(file, WHOLE);
                    break;
                } catch (SourceException e) {
                    assertThat(e.retryable()).as(e.toString()).isTrue();
                }
            }
            assertThat(misbehaving.channels()).isEqualTo(2);
        }
    }

    @Test
    void anotherFileMayTryAgain() throws Exception {
        try (SftpServer server = several();
                SourceFile file = file(server);
                SourceFile other = file(server)) {
            file.stat();
            misbehaving.refuseConnections(1);
            file.expect(SIZE);
            awaitAscending(file);
            other.stat();
            assertThat(other.expect(SIZE)).isEqualTo(4);
            misbehaving.awaitConnections(5);
            assertThat(other.access()).isEqualTo(Access.ANY_ORDER);
            assertThat(file.access()).isEqualTo(Access.ASCENDING);
        }
    }

    private static void awaitAscending(SourceFile file) {
        while (file.access() == Access.ANY_ORDER) {
            Thread.onSpinWait();
        }
    }

    private SftpServer several() throws IOException {
        return server().connections(4).build();
    }
}
