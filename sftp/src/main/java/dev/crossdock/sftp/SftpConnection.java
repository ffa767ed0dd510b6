package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One SFTP channel on an SSH connection of its own. Questions and ranges may be submitted from any thread; one thread
 * sends them, questions first, then ranges in the order in which they came as far as it is their turn; JSch's session thread brings the answers.
 *
 * <p>It ends once, by {@link #drop} or {@link #close}, and everybody who waits for something of it learns why.
 */
final class SftpConnection implements ReplyHandler {

    /** What is sent at once, at most: it fits OpenSSH's packet size, and holds 800 READs. */
    static final int BATCH_BYTES = 32 * 1024;

    /** What a READ takes in a batch, at most. */
    static final int MAX_READ_PACKET = PacketWriter.readBytes(new byte[OpenFile.MAX_HANDLE_BYTES]);

    private final String server;
    private final Outstanding outstanding;
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Duration patience;
    private volatile long roundTripNanos;
    private volatile @Nullable SshLink link;
    private volatile @Nullable Exchange askedLimits;
    private volatile long askedLimitsNanos;

    /** One without a link, whose requests nobody sends yet. */
    SftpConnection(String server, Duration patience, Outstanding outstanding) {
        this.server = server;
        this.patience = patience;
        this.outstanding = outstanding;
    }

    /** Connects, logs in and agrees on the protocol. */
    static SftpConnection open(SshConnector connector, ConnectAttempt attempt) throws SourceException {
        SftpConnection connection = new SftpConnection(
                connector.address().toString(),
                connector.connectTimeout(),
                new Outstanding(ServerLimits.CAUTIOUS_READ_BYTES, System::nanoTime));
        SshLink link = connector.connect(new ReplyParser(connection), attempt);
        connection.link = link;
        try {
            connector.threads().start("sftp sender " + connection.server, () -> connection.send(link.requests()));
            connection.agree();
            connection.patience = connector.stallTimeout();
            return connection;
        } catch (SourceException e) {
            connection.drop(e);
            throw e;
        }
    }

    /** INIT, and what the server says of its limits; the round trip is measured on the way. */
    private void agree() throws SourceException {
        byte[] init = PacketWriter.request(PacketType.INIT).packet();
        PacketWriter.setId(init, ServerLimits.PROTOCOL_VERSION);
        long started = System.nanoTime();
        Exchange version = submit(new Exchange(this, init));
        boolean announcesLimits = ServerLimits.announced(version.await());
        roundTripNanos = System.nanoTime() - started;
        outstanding.learn(ServerLimits.CAUTIOUS_READ_BYTES, roundTripNanos);
        if (announcesLimits) {
            askedLimitsNanos = System.nanoTime();
            Exchange limits = new Exchange(
                    this,
                    PacketWriter.request(PacketType.EXTENDED)
                            .string(ServerLimits.EXTENSION)
                            .packet());
            askedLimits = limits;
            // Nobody waits for the answer: it comes before that to the first question about a file.
            submit(limits);
        }
    }

    private void limitsCame(Reply limits) throws SourceException {
        // The first measurement has the start of the server's process in it.
        roundTripNanos = Math.min(roundTripNanos, System.nanoTime() - askedLimitsNanos);
        outstanding.learn(ServerLimits.readBytes(limits), roundTripNanos);
    }

    private void send(OutputStream requests) {
        byte[] batch = new byte[BATCH_BYTES];
        try {
            for (int length = outstanding.nextBatch(batch); length > 0; length = outstanding.nextBatch(batch)) {
                requests.write(batch, 0, length);
                requests.flush();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // JSch allocates what the server says its largest packet is: a hostile one can say 2 GiB.
            drop(lost(e));
        }
    }

    /** Asks one question. */
    Exchange ask(PacketWriter request) throws SourceException {
        return submit(new Exchange(this, request.packet()));
    }

    /** Sends a finished packet, which must not change before it is answered. */
    Exchange ask(byte[] packet) throws SourceException {
        return submit(new Exchange(this, packet));
    }

    /**
     * Asks one question whose answer has to be undone if nobody waits for it any more.
     *
     * @param undo is handed such an answer, on the session's thread, so it may not block
     */
    Exchange ask(PacketWriter request, Consumer<Reply> undo) throws SourceException {
        return submit(new Exchange(this, request.packet(), undo));
    }

    private Exchange submit(Exchange exchange) throws SourceException {
        if (exchange.packet().length > BATCH_BYTES) {
            throw new IllegalArgumentException("a request of " + exchange.packet().length + " bytes");
        }
        if (!outstanding.submit(exchange)) {
            throw lost();
        }
        return exchange;
    }

    /** Sends a question whose answer nobody needs, if it still can. */
    void tell(PacketWriter request) {
        // Refused only when the connection has ended, and then there is nothing to tell.
        boolean unused = outstanding.submit(new Exchange(this, request.packet()));
    }

    /** Brings something of a range, as often as it is its turn; false if the connection has ended. */
    boolean read(RangeShare share) {
        return outstanding.submit(share);
    }

    void forget(RangeShare share) {
        outstanding.forget(share);
    }

    /** Looks anew whether there is something to ask for. */
    void wake() {
        outstanding.wake();
    }

    /** Nothing more comes with a handle. */
    void giveUp(OpenFile file) {
        SourceException cause = RangeRequest.givenUp(file.toString());
        outstanding.withdraw(file).forEach(share -> share.lost(cause));
    }

    /** How many bytes of files were asked for and have not come. */
    long awaitedBytes() {
        return outstanding.awaitedBytes();
    }

    long bytesReceived() {
        return bytesReceived.get();
    }

    long stallNanos() {
        return patience.toNanos();
    }

    /** A small question was answered within so long: the first, INIT, waits for the start of the server's process too. */
    void answeredWithin(long nanos) {
        roundTripNanos = Math.min(roundTripNanos, nanos);
    }

    /** How long the server took to answer a small question. */
    Duration roundTrip() {
        return Duration.ofNanos(roundTripNanos);
    }

    boolean isOpen() {
        return !ended.get();
    }

    /** Called by who waited in vain for as long as anybody should. */
    void stalled() {
        drop(new SourceException(
                SourceException.Kind.NETWORK,
                "Nothing arrived from " + server + " for " + patience.toSeconds() + " seconds, although it was asked.",
                "look at the load of the server and at the network between"));
    }

    /** Ends the connection at once, and tells everybody who waits why. Never blocks. */
    void drop(SourceException cause) {
        if (ended.compareAndSet(false, true)) {
            settleAll(cause);
            SshLink current = link;
            if (current != null) {
                current.cut();
            }
        }
    }

    /** Ends the connection politely. What is still owed is not delivered. */
    void close() {
        if (ended.compareAndSet(false, true)) {
            settleAll(new SourceException(
                    SourceException.Kind.NETWORK,
                    "The connection to " + server + " was closed.",
                    "open the server anew"));
            SshLink current = link;
            if (current != null) {
                current.disconnect();
            }
        }
    }

    private void settleAll(SourceException cause) {
        outstanding.end().forEach(asker -> asker.lost(cause));
    }

    /** Why nothing can be asked any more. */
    SourceException lost() {
        return lost(null);
    }

    private SourceException lost(@Nullable Throwable cause) {
        SshLink current = link;
        Throwable why = current == null ? cause : current.failure().orElse(cause);
        return ConnectFailure.lost(server, why);
    }

    @Override
    public void dataStarts(int id, int length) throws SourceException {
        outstanding.dataStarts(id, length);
    }

    @Override
    public void payload(byte[] bytes, int from, int length) {
        arrived(length);
        outstanding.payload(bytes, from, length);
    }

    @Override
    public void dataEnds() throws SourceException {
        outstanding.dataEnds();
    }

    @Override
    public void reply(int type, int id, byte[] body, int length) throws SourceException {
        arrived(length);
        Asker who = outstanding.answered(type, id);
        try {
            settle(who, new Reply(type, body, length), id);
        } catch (SourceException e) {
            // It is owed nothing any more, so the end of the connection will not reach it.
            who.lost(e);
            throw e;
        }
    }

    private void settle(Asker who, Reply reply, int id) throws SourceException {
        if (who.equals(askedLimits)) {
            limitsCame(reply);
        } else if (who instanceof Exchange exchange) {
            exchange.answer(reply.type() == PacketType.VERSION ? ServerLimits.checked(id, reply) : reply);
        } else if (who instanceof RangeShare share && reply.type() == PacketType.STATUS) {
            share.refused(Status.read(reply));
        } else {
            throw ProtocolFailure.of("a reply of type " + reply.type() + " to a READ");
        }
    }

    @Override
    public void failed(SourceException cause) {
        drop(cause);
    }

    @Override
    public void ended() {
        drop(lost());
    }

    private void arrived(int length) {
        // The session's thread is the only one that writes here.
        bytesReceived.lazySet(bytesReceived.getPlain() + length);
    }

    @Override
    public String toString() {
        return server;
    }
}
