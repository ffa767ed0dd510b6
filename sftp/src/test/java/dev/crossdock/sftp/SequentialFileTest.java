package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.MisbehavingFile;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.SftpAnswer;
import dev.crossdock.testkit.SftpFaults;
import dev.crossdock.testkit.SftpRequest;
import dev.crossdock.testkit.SftpWire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading from servers that allow one session, one open file or one reading of a file. */
final class SequentialFileTest extends MisbehavingServer {

    private static final int PART = 123_456;

    @Test
    void readsFromAServerThatLetsAFileBeReadOnce() throws Exception {
        misbehaving.file().readOnce();
        assertReadsSequentially(SftpRequest::decently);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000, 32_767})
    void asksForEachByteOnceWhateverTheSizeOfReplies(int mostBytes) throws Exception {
        misbehaving.file().readOnce();
        assertReadsSequentially(request -> {
            if (request.offset() >= SIZE) {
                request.decently();
            } else {
                SftpFaults.shortReplies(mostBytes).answer(request);
            }
        });
        assertThat(misbehaving.file().bytesDelivered()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void oneSessionIsEnough(MisbehavingSftp.Refusal further) throws Exception {
        misbehaving.oneSession(further).file().oneHandle();
        assertReadsSequentially(SftpRequest::decently);
        assertThat(misbehaving.connections()).isEqualTo(1);
    }

    @Test
    void asksNothingElseAboutTheFileWhileItIsOpen() throws Exception {
        assertReadsSequentially(SftpRequest::decently);
        assertThat(types())
                .containsExactly(
                        SftpWire.INIT,
                        SftpWire.REALPATH,
                        SftpWire.STAT,
                        SftpWire.OPEN,
                        SftpWire.READ,
                        SftpWire.CLOSE,
                        SftpWire.STAT);
    }

    @Test
    void asksInAscendingOrder() throws Exception {
        assertReadsSequentially(SftpRequest::decently);
        assertThat(misbehaving.requests(SftpWire.READ).stream().map(SftpRequest::offset))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(misbehaving.requests(SftpWire.READ).getLast().offset()).isEqualTo(SIZE);
    }

    @Test
    void lookingDoesNotOpenTheFile() throws Exception {
        misbehaving.file().readOnce();
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            assertThat(file.stat()).isEqualTo(file.stat());
            assertThat(file.access()).isEqualTo(SourceFile.Access.ASCENDING);
            assertThat(file.expect(1L << 40)).isEqualTo(1);
            assertThat(misbehaving.file().opened()).isZero();
        }
    }

    @Test
    void rangesMayBeAskedForAtOnceAsLongAsTheyAscend() throws Exception {
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            CollectingSink one = new CollectingSink(new ByteRange(10, PART));
            CollectingSink two = new CollectingSink(new ByteRange(2 * PART, PART));
            try (RangeRead first = file.read(new ByteRange(10, PART), one);
                    RangeRead second = file.read(new ByteRange(2 * PART, PART), two)) {
                second.await();
                first.await();
            }
            assertThat(one.bytes()).isEqualTo(misbehaving.file().bytes(new ByteRange(10, PART)));
            assertThat(two.bytes()).isEqualTo(misbehaving.file().bytes(new ByteRange(2 * PART, PART)));
            assertThatThrownBy(() -> read(file, new ByteRange(PART, PART))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readingAgainWhatWasDeliveredIsADefect() throws Exception {
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            assertReads(file, new ByteRange(0, PART));
            assertThatThrownBy(() -> read(file, new ByteRange(PART - 1, PART)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> read(file, new ByteRange(0, PART))).isInstanceOf(IllegalStateException.class);
            assertReads(file, new ByteRange(PART, PART));
        }
    }

    @Test
    void readsOnAfterALostConnectionWhereTheServerPermits() throws Exception {
        misbehaving.reading(onceAfterHalf(SftpFaults.endOfSession()));
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            assertReads(file, new ByteRange(0, PART));
            assertFails(Kind.NETWORK, () -> read(file, new ByteRange(PART, SIZE - PART)));
            assertThatThrownBy(() -> read(file, new ByteRange(0, PART))).isInstanceOf(IllegalStateException.class);
            assertReads(file, new ByteRange(SIZE / 2, SIZE / 2));
            assertThat(file.stat()).isEqualTo(first);
            assertThat(misbehaving.file().opened()).isEqualTo(2);
        }
    }

    @Test
    void aReadOnceServerThatWasLostMidwaySaysSo() throws Exception {
        misbehaving.file().readOnce();
        misbehaving.reading(onceAfterHalf(SftpFaults.endOfSession()));
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            assertReads(file, new ByteRange(0, PART));
            assertFails(Kind.NETWORK, () -> read(file, new ByteRange(PART, SIZE - PART)));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> read(file, new ByteRange(SIZE / 2, SIZE / 2)))
                        .isInstanceOfSatisfying(
                                SourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE))
                        .hasMessageContaining("only once")
                        .hasMessageContaining("broke off at byte " + PART);
            }
            assertThatThrownBy(file::stat).hasMessageContaining("only once");
        }
    }

    @Test
    void anotherFileIsNotReadOnAfterALostConnection() throws Exception {
        misbehaving.reading(onceAfterHalf(request -> {
            misbehaving.file().replace();
            request.endSession();
        }));
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.NETWORK, () -> read(file, WHOLE));
            assertFails(Kind.CHANGED, () -> read(file, WHOLE));
            assertThat(misbehaving.file().opened()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedReadIsTakenUpThroughANewHandle() throws Exception {
        misbehaving.reading(onceAfterHalf(SftpFaults.status(SftpWire.FAILURE)));
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            assertFails(Kind.NETWORK, () -> read(file, WHOLE));
            assertReads(file, new ByteRange(SIZE / 3, SIZE - SIZE / 3));
            assertThat(misbehaving.file().opened()).isEqualTo(2);
            assertThat(misbehaving.connections()).isEqualTo(1);
        }
    }

    @Test
    void aLongerFileHasChanged() throws Exception {
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            misbehaving.file().whenDelivered(SIZE / 2, grown -> grown.resizeTo(SIZE + 1));
            assertReads(file, WHOLE);
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    /** Nothing but the byte behind the end can tell. */
    @Test
    void aLongerFileHasChangedEvenWhereItCanBeReadOnce() throws Exception {
        misbehaving.file().readOnce();
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.file().whenDelivered(SIZE / 2, grown -> grown.resizeTo(SIZE + 1));
            assertReads(file, WHOLE);
            assertFails(Kind.CHANGED, file::stat);
        }
    }

    @Test
    void aShorterFileHasChanged() throws Exception {
        misbehaving.file().readOnce();
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.file().whenDelivered(SIZE / 2, shrunk -> shrunk.resizeTo(SIZE - 1));
            assertFails(Kind.CHANGED, () -> read(file, WHOLE));
        }
    }

    @Test
    void anotherFileUnderTheNameHasChanged() throws Exception {
        misbehaving.file().whenDelivered(SIZE / 2, MisbehavingFile::replace);
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            byte[] old = misbehaving.file().bytes(WHOLE);
            assertThat(read(file, WHOLE)).isEqualTo(old);
            assertThat(file.stat()).isNotEqualTo(first);
        }
    }

    /** A file that may be read once is not opened to find out that it is another one. */
    @Test
    void anotherFileIsNotOpened() throws Exception {
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.file().replace();
            assertFails(Kind.CHANGED, () -> read(file, WHOLE));
            assertThat(misbehaving.file().opened()).isZero();
        }
    }

    @Test
    void aFileThatIsGoneBeforeItWasOpenedHasChanged() throws Exception {
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            file.stat();
            misbehaving.file().remove();
            assertFails(Kind.CHANGED, () -> read(file, WHOLE));
            assertFails(Kind.NOT_FOUND, file::stat);
        }
    }

    @Test
    void theLastLookMayFollowAnyRange() throws Exception {
        misbehaving.file().readOnce();
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            assertReads(file, new ByteRange(PART, PART));
            assertThat(file.stat()).isEqualTo(first);
            assertThat(misbehaving.file().openHandles()).isZero();
        }
    }

    private void assertReadsSequentially(SftpAnswer answer) throws Exception {
        misbehaving.reading(answer);
        try (SftpServer server = sequential();
                SourceFile file = file(server)) {
            FileStat first = file.stat();
            for (int from = 0; from < SIZE; from += PART) {
                assertReads(file, new ByteRange(from, Math.min(PART, SIZE - from)));
            }
            assertThat(file.stat()).isEqualTo(first);
            assertThat(misbehaving.file().opened()).isEqualTo(1);
        }
    }

    /** The first READ of the second half is answered so, all others decently. */
    private static SftpAnswer onceAfterHalf(SftpAnswer answer) {
        SftpAnswer once = answer.times(1);
        return request -> {
            if (request.offset() >= SIZE / 2) {
                once.answer(request);
            } else {
                request.decently();
            }
        };
    }

    private SftpServer sequential() throws Exception {
        return server().access(SourceFile.Access.ASCENDING).connections(4).build();
    }

    /** What was asked, in order; READs that follow each other count as one. */
    private List<Integer> types() {
        List<Integer> types = new ArrayList<>();
        for (SftpRequest request : misbehaving.requests()) {
            if (types.isEmpty() || types.getLast() != request.type()) {
                types.add(request.type());
            }
        }
        return types;
    }
}
