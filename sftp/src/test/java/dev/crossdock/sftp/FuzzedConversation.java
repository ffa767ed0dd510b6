package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceLocation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection on which everything is asked that there is to ask, and on which any bytes arrive. All in one thread: it
 * sends what is to be sent before each piece that arrives.
 *
 * <p>The ids on the wire: 0 REALPATH, 1 OPEN, 2 STAT, 3 FSTAT, 4 the limits, 5 to 7 the READs; from 8 on, a STAT per
 * piece. The rest of a READ that came short has the id that is {@link RequestRing#CAPACITY} higher.
 */
final class FuzzedConversation {

    private static final int READ_BYTES = 8;
    private static final int FIRST = 100;
    private static final int COUNT = 20;
    private static final String PATH = "/in/file";

    /** More pieces would fill the ring, and then nobody sends until something is answered. */
    private static final int MOST_PIECES = RequestRing.CAPACITY - 20;

    private final SourceLocation location = new SourceLocation("me", "sftp.example.com", 22, PATH);
    private final Outstanding outstanding = new Outstanding(READ_BYTES, System::nanoTime);
    private final SftpConnection connection =
            new SftpConnection("sftp.example.com", Duration.ofMinutes(1), outstanding);
    private final FileQuestions questions = new FileQuestions(connection, location, new Lifetime(location));
    private final byte[] batch = new byte[SftpConnection.BATCH_BYTES];
    private final List<Owed> owed = new ArrayList<>();
    private final boolean[] delivered = new boolean[COUNT];

    private final Exchange version = asked(PacketWriter.request(PacketType.INIT));
    private final Exchange realPath =
            asked(PacketWriter.request(PacketType.REALPATH).string(PATH));
    private final Exchange open = asked(PacketWriter.request(PacketType.OPEN).string(PATH));
    private final Exchange stat = asked(PacketWriter.request(PacketType.STAT).string(PATH));
    private final Exchange fstat = asked(PacketWriter.request(PacketType.FSTAT).string("h"));
    private final Exchange limits =
            asked(PacketWriter.request(PacketType.EXTENDED).string(ServerLimits.EXTENSION));
    private final RangeRequest range = range();

    private Exchange asked(PacketWriter request) {
        try {
            Exchange exchange = connection.ask(request);
            owed.add(exchange);
            return exchange;
        } catch (SourceException e) {
            throw new AssertionError("the connection is open", e);
        }
    }

    private RangeRequest range() {
        try {
            OpenFile file = new OpenFile(connection, new byte[] {'h'}, location);
            RangeRequest request = new RangeRequest(PATH, new ByteRange(FIRST, COUNT), this::deliver, Long.MAX_VALUE);
            assertThat(request.join(List.of(file))).isTrue();
            owed.add(request);
            return request;
        } catch (SourceException e) {
            throw new AssertionError("the connection is open", e);
        }
    }

    private void deliver(long offset, byte[] bytes, int from, int length) {
        // An error, not an exception: those the parser would take in.
        assertThat(from >= 0 && length >= 0 && from <= bytes.length - length).isTrue();
        assertThat(offset >= FIRST && offset + length <= FIRST + COUNT).isTrue();
        for (int i = 0; i < length; i++) {
            int at = (int) offset - FIRST + i;
            assertThat(delivered[at]).as("byte %d was there", at).isFalse();
            delivered[at] = true;
        }
    }

    /** Takes in what arrives, to its end, and looks at what became of every question. */
    void hear(byte[] bytes, int from, int pieceBytes) {
        ReplyParser parser = new ReplyParser(connection);
        assertThat(outstanding.nextBatch(batch)).isPositive();
        try {
            int pieces = 0;
            for (int at = from; at < bytes.length && pieces++ < MOST_PIECES; at += pieceBytes) {
                asked(PacketWriter.request(PacketType.STAT).string(PATH));
                assertThat(outstanding.nextBatch(batch)).isPositive();
                parser.write(bytes, at, Math.min(pieceBytes, bytes.length - at));
                assertThat(outstanding.awaitedBytes()).isBetween(0L, (long) COUNT);
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOfSatisfying(SourceException.class, failure -> documented(failure, Kind.PROTOCOL));
        }
        parser.close();
        assertThat(connection.isOpen()).isFalse();
        assertThat(owed).allMatch(Owed::isDone);
        judge();
    }

    private void judge() {
        outcome(() -> ServerLimits.announced(version.await()));
        outcome(() -> assertThat(questions.realPath(realPath).orElse("/")).startsWith("/"));
        outcome(() -> {
            byte[] handle =
                    new OpenFile(connection, open.await(PacketType.HANDLE).bytes(), location).handle();
            assertThat(handle.length).isLessThanOrEqualTo(OpenFile.MAX_HANDLE_BYTES);
        });
        outcome(() -> assertThat(Attributes.read(stat.await(PacketType.ATTRS)).sizeBytes())
                .isNotNegative());
        outcome(() -> questions.statOf(fstat));
        outcome(() -> assertThat(ServerLimits.readBytes(limits.await())).isBetween(512, ServerLimits.MAX_READ_BYTES));
        outcome(() -> {
            range.await();
            assertThat(delivered).doesNotContain(false);
        });
    }

    /** Reads an answer. */
    private interface Reading {
        void run() throws SourceException, StatusException;
    }

    private void outcome(Reading reading) {
        try {
            reading.run();
        } catch (SourceException e) {
            documented(e, Kind.PROTOCOL, Kind.NETWORK, Kind.UNREADABLE, Kind.CHANGED);
        } catch (StatusException e) {
            documented(FileFailure.of(PATH, e.status()), Kind.NOT_FOUND, Kind.UNREADABLE, Kind.NETWORK, Kind.PROTOCOL);
        }
    }

    private static void documented(SourceException failure, Kind... kinds) {
        assertThat(failure.kind()).isIn((Object[]) kinds);
        for (Throwable t = failure; t != null; t = t.getCause()) {
            assertThat(t).as("a defect of ours").isNotInstanceOf(RuntimeException.class);
            assertThat(t.getMessage()).hasSizeLessThan(2_000).doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
