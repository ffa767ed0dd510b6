package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.SftpAnswer;
import dev.crossdock.testkit.SftpFaults;
import dev.crossdock.testkit.SftpRequest;
import dev.crossdock.testkit.SftpWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the reader takes servers that break the protocol. */
final class ProtocolErrorTest extends MisbehavingServer {

    @Test
    void emptyDataAgainAndAgainIsAProtocolError() throws Exception {
        assertReadFails(Kind.PROTOCOL, SftpFaults.emptyData());
    }

    @Test
    void moreThanAskedForIsAProtocolError() throws Exception {
        misbehaving.reading(SftpFaults.excessData());
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            CollectingSink sink = new CollectingSink(WHOLE);
            assertFails(Kind.PROTOCOL, () -> {
                try (RangeRead read = file.read(WHOLE, sink)) {
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
        assertReadFails(Kind.PROTOCOL, SftpFaults.unknownId(distance));
    }

    @Test
    void theSameReplyTwiceIsAProtocolError() throws Exception {
        assertReadFails(Kind.PROTOCOL, request -> {
            request.data(request.length() / 2);
            request.data(request.length() / 2);
        });
    }

    @Test
    void anAbsurdLengthIsAProtocolError() throws Exception {
        assertReadFails(Kind.PROTOCOL, SftpFaults.hugeLength());
    }

    @Test
    void aReplyOfAnotherTypeIsAProtocolError() throws Exception {
        assertReadFails(
                Kind.PROTOCOL,
                request -> request.reply(SftpWire.HANDLE, request.id(), body -> SftpRequest.string(body, "h")));
    }

    @Test
    void aConnectionThatBrokeTheProtocolIsReplaced() throws Exception {
        misbehaving.reading(SftpFaults.unknownId(999).onConnection(1));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.PROTOCOL, () -> read(file, WHOLE));
            assertReads(file, WHOLE);
            assertThat(misbehaving.channels()).isEqualTo(2);
        }
    }

    @Test
    void aHandleThatIsTooLongIsAProtocolError() throws Exception {
        assertFirstStatFails(
                SftpWire.OPEN,
                request -> request.reply(
                        SftpWire.HANDLE, request.id(), body -> SftpRequest.string(body, "h".repeat(257))));
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() throws Exception {
        assertFirstStatFails(SftpWire.INIT, request -> request.reply(SftpWire.VERSION, 2, body -> {}));
    }

    @Test
    void aServerWithoutSftpIsRefusedWithAHint() throws Exception {
        misbehaving.withoutSftp();
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            assertThatThrownBy(file::stat).isInstanceOfSatisfying(SourceException.class, e -> {
                assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
                assertThat(e).hasMessageContaining("no SFTP");
            });
        }
    }

    private void assertFirstStatFails(int type, SftpAnswer answer) throws Exception {
        misbehaving.answering(type, answer);
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            assertFails(Kind.PROTOCOL, file::stat);
        }
    }
}
