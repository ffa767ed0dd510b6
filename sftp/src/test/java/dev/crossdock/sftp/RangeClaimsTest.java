package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which connection asks for which bytes of a range. */
final class RangeClaimsTest {

    private static final long READ = ServerLimits.MAX_READ_BYTES;
    private static final long PIECE = RangeClaims.PIECE_BYTES;

    /** What one asks for at once, on a short line. */
    private static final long WINDOW = (ReadWindow.MIN_BYTES / READ + 1) * READ;

    private static final SourceLocation LOCATION = new SourceLocation("me", "sftp.example.com", 22, "/in/file");

    /** Without a link: what it would send is looked at here. */
    private static final class Sender {
        private final Outstanding outstanding = new Outstanding(ServerLimits.MAX_READ_BYTES, () -> 0);
        private final SftpConnection connection =
                new SftpConnection("sftp.example.com", Duration.ofMinutes(1), outstanding);
        private final OpenFile handle;
        private final List<Asked> unanswered = new ArrayList<>();

        private record Asked(int id, int length) {}

        Sender() throws SourceException {
            handle = new OpenFile(connection, new byte[] {'h'}, LOCATION);
        }

        void loses() {
            connection.drop(new SourceException(SourceException.Kind.NETWORK, "It is lost.", "look for it"));
        }

        /** Everything it asked for comes. */
        void brings() {
            try {
                for (Asked read : unanswered) {
                    outstanding.dataStarts(read.id, read.length);
                    outstanding.payload(new byte[read.length], 0, read.length);
                    outstanding.dataEnds();
                }
            } catch (SourceException e) {
                throw new AssertionError("it was asked for", e);
            }
            unanswered.clear();
        }

        /** The ranges it asks for now, those that meet as one. */
        List<ByteRange> asks() {
            // A question of its own, so that there is something to send in any case.
            assertThat(outstanding.submit(new Exchange(
                            connection,
                            PacketWriter.request(PacketType.STAT).string("/").packet())))
                    .isTrue();
            byte[] batch = new byte[SftpConnection.BATCH_BYTES];
            ByteBuffer sent = ByteBuffer.wrap(batch, 0, outstanding.nextBatch(batch));
            List<ByteRange> asked = new ArrayList<>();
            while (sent.hasRemaining()) {
                ByteBuffer packet = sent.slice(sent.position() + 4, sent.getInt());
                sent.position(sent.position() + packet.limit());
                if (packet.get() == PacketType.READ) {
                    int id = packet.getInt();
                    packet.position(packet.limit() - 12);
                    long offset = packet.getLong();
                    int length = packet.getInt();
                    unanswered.add(new Asked(id, length));
                    add(asked, offset, length);
                }
            }
            return asked;
        }

        private static void add(List<ByteRange> asked, long offset, int length) {
            if (!asked.isEmpty() && asked.getLast().end() == offset) {
                ByteRange last = asked.removeLast();
                asked.add(new ByteRange(last.offset(), last.length() + length));
            } else {
                asked.add(new ByteRange(offset, length));
            }
        }
    }

    private static List<Sender> senders(int count) throws SourceException {
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            senders.add(new Sender());
        }
        return senders;
    }

    private static RangeRequest read(long offset, long length, List<Sender> senders) {
        return read(offset, length, senders, Long.MAX_VALUE);
    }

    private static RangeRequest read(long offset, long length, List<Sender> senders, long stallNanos) {
        RangeRequest request = new RangeRequest(
                LOCATION.toString(), new ByteRange(offset, length), (at, bytes, from, count) -> {}, stallNanos);
        assertThat(join(request, senders)).isTrue();
        return request;
    }

    private static boolean join(RangeRequest request, List<Sender> senders) {
        return request.join(senders.stream().map(sender -> sender.handle).toList());
    }

    private static ByteRange from(long begin, long end) {
        return new ByteRange(begin, end - begin);
    }

    @Test
    void ofTwoConnectionsEachAsksForWholeRanges() throws Exception {
        List<Sender> senders = senders(2);
        List<RangeRequest> reads = IntStream.range(0, 3)
                .mapToObj(i -> read(i * WINDOW, WINDOW, senders))
                .toList();
        assertThat(senders.get(0).asks()).containsExactly(from(0, WINDOW));
        assertThat(senders.get(1).asks()).containsExactly(from(WINDOW, 2 * WINDOW));
        assertThat(reads).noneMatch(Owed::isDone);
    }

    @Test
    void aRangeThatOneHasBegunIsNotAskedForByTheOther() throws Exception {
        List<Sender> senders = senders(2);
        RangeRequest read = read(0, 4 * WINDOW, senders);
        assertThat(senders.get(0).asks()).containsExactly(from(0, WINDOW));
        assertThat(senders.get(1).asks()).isEmpty();
        assertThat(read.isDone()).isFalse();
    }

    @Test
    void ofManyEachAsksForAsMuch() throws Exception {
        List<Sender> senders = senders(5);
        RangeRequest read = read(0, 5 * PIECE, senders);
        for (int i = 0; i < senders.size(); i++) {
            assertThat(senders.get(i).asks()).containsExactly(from(i * PIECE, (i + 1) * PIECE));
        }
        assertThat(read.owing()).hasSize(5);
    }

    @Test
    void whoHasMuchOnTheWayAsksForLess() throws Exception {
        List<Sender> senders = senders(4);
        RangeRequest others = read(100 * PIECE, WINDOW, senders.subList(0, 1));
        assertThat(senders.getFirst().asks()).hasSize(1);
        RangeRequest read = read(0, 4 * PIECE, senders);
        assertThat(senders.getFirst().asks()).isEmpty();
        assertThat(senders.get(1).asks()).containsExactly(from(0, 2 * PIECE));
        assertThat(senders.get(2).asks()).containsExactly(from(2 * PIECE, 4 * PIECE));
        assertThat(List.of(others, read)).noneMatch(Owed::isDone);
    }

    @Test
    void oneThatComesLaterTakesWhatNobodyAskedFor() throws Exception {
        List<Sender> senders = senders(2);
        RangeRequest first = read(0, 2 * WINDOW, senders.subList(0, 1));
        RangeRequest second = read(2 * WINDOW, 2 * WINDOW, senders.subList(0, 1));
        assertThat(senders.get(0).asks()).containsExactly(from(0, WINDOW));
        assertThat(join(first, senders.subList(1, 2))).isTrue();
        assertThat(join(second, senders.subList(1, 2))).isTrue();
        assertThat(senders.get(1).asks()).containsExactly(from(2 * WINDOW, 3 * WINDOW));
    }

    @Test
    void theFourthLetsAllTakeWhatWasOnes() throws Exception {
        List<Sender> senders = senders(4);
        RangeRequest read = read(0, 20 * PIECE, senders.subList(0, 3));
        assertThat(senders.get(0).asks()).containsExactly(from(0, WINDOW));
        assertThat(senders.get(1).asks()).isEmpty();
        assertThat(join(read, senders.subList(3, 4))).isTrue();
        // The first has begun a piece, and goes on with it.
        long begun = (WINDOW / PIECE + 1) * PIECE;
        assertThat(senders.get(1).asks()).containsExactly(from(begun, begun + WINDOW));
    }

    @Test
    void whatALostConnectionDidNotTakeOthersBring() throws Exception {
        List<Sender> senders = senders(2);
        RangeRequest read = read(0, PIECE, senders);
        senders.get(0).loses();
        assertThat(senders.get(1).asks()).containsExactly(from(0, PIECE));
        assertThat(read.isDone()).isFalse();
    }

    @Test
    void oneThatIsLostWhenAllItTookHasComeIsNotMissed() throws Exception {
        List<Sender> senders = senders(4);
        RangeRequest read = read(0, 4 * PIECE, senders);
        for (Sender sender : senders.subList(0, 3)) {
            assertThat(sender.asks()).hasSize(1);
        }
        senders.getFirst().brings();
        senders.getFirst().loses();
        assertThat(read.isDone()).isFalse();
        // Three are few: who asks first has the rest to itself.
        assertThat(senders.get(3).asks()).containsExactly(from(3 * PIECE, 4 * PIECE));
        assertThat(senders.get(2).asks()).isEmpty();
        senders.subList(1, 4).forEach(Sender::brings);
        read.await();
        assertThat(read.isComplete()).isTrue();
    }

    @Test
    void whatItTookFailsTheRange() throws Exception {
        List<Sender> senders = senders(5);
        RangeRequest read = read(0, 5 * PIECE, senders);
        assertThat(senders.get(3).asks()).hasSize(1);
        senders.get(3).loses();
        assertThatThrownBy(read::await).hasMessage("It is lost.");
        assertThat(senders.get(0).asks()).isEmpty();
    }

    @Test
    void withoutAnyConnectionItFails() throws Exception {
        List<Sender> senders = senders(2);
        RangeRequest read = read(0, PIECE, senders);
        senders.forEach(Sender::loses);
        assertThatThrownBy(read::await).hasMessage("It is lost.");
        RangeRequest none =
                new RangeRequest(LOCATION.toString(), from(0, 1), (at, bytes, from, count) -> {}, Long.MAX_VALUE);
        assertThat(join(none, senders)).isFalse();
    }

    @Test
    void whatWasGivenUpIsNotAskedFor() throws Exception {
        List<Sender> senders = senders(2);
        read(0, PIECE, senders).close();
        assertThat(senders.get(0).asks()).isEmpty();
        RangeRequest ofHandle = read(0, PIECE, senders);
        senders.get(0).connection.giveUp(senders.get(0).handle);
        assertThat(senders.get(0).asks()).isEmpty();
        assertThat(senders.get(1).asks()).containsExactly(from(0, PIECE));
        assertThat(ofHandle.isDone()).isFalse();
    }

    /** What it owes to others stands before what it would be asked for. */
    @Test
    void aRangeOfWhichNothingIsAskedYetWaitsForThoseThatAreBusy() throws Exception {
        List<Sender> senders = senders(1);
        read(0, WINDOW, senders).close();
        assertThat(senders.getFirst().asks()).isEmpty();
        RangeRequest first = read(0, WINDOW, senders);
        assertThat(senders.getFirst().asks()).hasSize(1);
        first.close();
        RangeRequest second = read(0, WINDOW, senders);
        assertThat(senders.getFirst().asks()).isEmpty();
        assertThat(second.owing()).containsExactly(senders.getFirst().connection);
    }

    @Test
    void oneThatIsSilentIsGivenUpAndOneThatWasNotAskedIsNot() throws Exception {
        List<Sender> senders = senders(2);
        RangeRequest read = read(0, WINDOW, senders, Duration.ofMillis(20).toNanos());
        assertThat(senders.get(0).asks()).hasSize(1);
        assertThatThrownBy(read::await).hasMessageContaining("Nothing arrived");
        assertThat(senders.get(0).connection.isOpen()).isFalse();
        assertThat(senders.get(1).connection.isOpen()).isTrue();
    }
}
