package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the sender is woken. Nothing else sees to it that what is wanted is asked for. */
final class SendQueueTest {

    private static final int READ = ServerLimits.MAX_READ_BYTES;
    private static final int READS_IN_A_WINDOW = (int) Math.ceilDiv(ReadWindow.MIN_BYTES, (long) READ);

    private final RequestRing ring = new RequestRing();
    private final SendQueue queue = new SendQueue(ring, new ReadSize(READ), new ReadWindow());
    private final SftpConnection connection =
            new SftpConnection("a.server", Duration.ofSeconds(1), new Outstanding(READ, () -> 0));
    private final byte[] batch = new byte[SftpConnection.BATCH_BYTES];

    @Test
    void aFullWindowWakesNobodyBeforeSeveralReadsFitIn() throws SourceException {
        queue.add(shareOf(100L * READ));
        assertThat(queue.isWorthSending()).isTrue();
        ByteBuffer sent = ByteBuffer.wrap(batch, 0, queue.fill(batch, 0));
        assertThat(queue.isWorthSending()).as("all that fits is sent").isFalse();
        ring.free(firstId(sent));
        ring.free(firstId(sent));
        assertThat(queue.isWorthSending()).as("one fits in").isFalse();
        ring.free(firstId(sent));
        assertThat(queue.isWorthSending()).as("a quarter is free").isTrue();
        assertThat(queue.fill(batch, 0)).isPositive();
        assertThat(queue.isWorthSending()).isFalse();
    }

    @Test
    void theLastBytesOfARangeAreAskedFor() throws SourceException {
        queue.add(shareOf((long) READS_IN_A_WINDOW * READ + 1));
        ByteBuffer sent = ByteBuffer.wrap(batch, 0, queue.fill(batch, 0));
        for (int i = 0; i < READS_IN_A_WINDOW; i++) {
            ring.free(firstId(sent));
        }
        assertThat(queue.isWorthSending()).isTrue();
        assertThat(queue.fill(batch, 0)).isPositive();
        assertThat(ring.awaitedBytes()).isEqualTo(1);
        assertThat(queue.isWorthSending()).as("nothing is left").isFalse();
    }

    @Test
    void aQuestionWaitsForNoRoomInTheWindow() throws SourceException {
        queue.add(shareOf(100L * READ));
        assertThat(queue.fill(batch, 0)).isPositive();
        queue.add(new Exchange(
                connection, PacketWriter.request(PacketType.STAT).string("/").packet()));
        assertThat(queue.isWorthSending()).isTrue();
    }

    @Test
    void aRestThatCameShortWaitsForNoRoomInTheWindow() throws SourceException {
        queue.add(shareOf(100L * READ));
        ring.askAgain(firstId(ByteBuffer.wrap(batch, 0, queue.fill(batch, 0))), 1);
        assertThat(queue.isWorthSending()).isTrue();
    }

    /** Of the next packet, which is skipped. */
    private static int firstId(ByteBuffer sent) {
        int end = sent.getInt() + sent.position();
        sent.get(); // the type
        int id = sent.getInt();
        sent.position(end);
        return id;
    }

    private RangeShare shareOf(long bytes) throws SourceException {
        SourceLocation location = new SourceLocation("me", "a.server", 22, "/in/file");
        OpenFile file = new OpenFile(connection, new byte[] {'h'}, location);
        ByteRange range = new ByteRange(0, bytes);
        RangeClaims claims = new RangeClaims(bytes);
        RangeRequest request = new RangeRequest(
                "the file",
                range,
                (offset, from, start, length) -> {},
                Duration.ofMinutes(1).toNanos());
        RangeShare share = new RangeShare(request, claims, file);
        claims.add(List.of(share));
        return share;
    }
}
