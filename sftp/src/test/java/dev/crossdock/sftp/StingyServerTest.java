package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.SftpAnswer;
import dev.crossdock.testkit.SftpFaults;
import dev.crossdock.testkit.SftpRequest;
import dev.crossdock.testkit.SftpWire;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the reader takes servers that give little, slowly or in an order of their own, as they may. */
final class StingyServerTest extends MisbehavingServer {

    @Test
    void asksForNoMoreThan32KibWhereTheServerAnnouncesNothing() throws Exception {
        assertReadsAll(SftpRequest::decently);
        assertThat(readLengths().max()).hasValue(32 * 1024);
    }

    @Test
    void aTimeThatIsNotSaidIsUnknownAndNot1970() throws Exception {
        misbehaving.file().tellsNoTime();
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            assertThat(file.stat().timeKnown()).isFalse();
            assertReads(file, WHOLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 1_000, 30_000, 32_767})
    void asksAgainForWhatAShortReplyLeftOut(int mostBytes) throws Exception {
        // With one byte per reply a smaller range shows as much.
        int bytes = mostBytes == 1 ? 3_000 : SIZE;
        misbehaving.reading(SftpFaults.shortReplies(mostBytes));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertReads(file, new ByteRange(5, bytes - 5));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsWhateverTheSizeOfReplies(long seed) throws Exception {
        assertReadsAll(SftpFaults.repliesOf(1, 100_000, seed));
    }

    @Test
    void asksForLessWhenTheServerAlwaysGivesLess() throws Exception {
        assertReadsAll(SftpFaults.shortReplies(20_000));
        // 31 READs of 32 KiB are on their way before the first answer; each may need one more.
        assertThat(readLengths().count()).isLessThan(2 * (SIZE / 20_000 + 31));
    }

    @Test
    void takesRepliesInAnyOrder() throws Exception {
        assertReadsAll(new SftpAnswer() {
            private @Nullable SftpRequest held;

            @Override
            public void answer(SftpRequest request) throws IOException {
                // Every other request waits for the one after it.
                if (held == null && request.offset() + request.length() < SIZE) {
                    held = request;
                    return;
                }
                request.decently();
                if (held != null) {
                    held.decently();
                    held = null;
                }
            }
        });
    }

    @Test
    void readsMoreRequestsThanItHasSlotsFor() throws Exception {
        int size = (RequestRing.CAPACITY + 300) * 32 * 1024;
        try (MisbehavingSftp large = MisbehavingSftp.serving(size);
                SftpServer server = server(large).build();
                SourceFile file = file(server)) {
            file.stat();
            ByteRange whole = new ByteRange(0, size);
            assertThat(read(file, whole)).isEqualTo(large.file().bytes(whole));
        }
    }

    @Test
    void forgivesOneEmptyReply() throws Exception {
        assertReadsAll(SftpFaults.emptyData().times(1));
    }

    @Test
    void aTrickleIsReadToItsEnd() throws Exception {
        misbehaving.reading(SftpFaults.trickle(100, Duration.ofMillis(1)));
        try (SftpServer server = server().build();
                SourceFile file = file(server)) {
            file.stat();
            assertReads(file, new ByteRange(0, 3_000));
        }
    }

    @Test
    void readsWhileTheServerRekeysAllTheTime() throws Exception {
        misbehaving.rekeyEvery(200_000);
        assertReadsAll(SftpRequest::decently);
    }

    private IntStream readLengths() {
        return misbehaving.requests(SftpWire.READ).stream().mapToInt(SftpRequest::length);
    }
}
