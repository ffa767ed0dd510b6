package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.Integrity;
import dev.crossdock.KeptUpload;
import dev.crossdock.ObjectKey;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferReceipt;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import dev.crossdock.testkit.MisbehavingFile;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3Fault;
import dev.crossdock.testkit.S3FaultProxy;
import dev.crossdock.testkit.S3Server;
import dev.crossdock.testkit.SkippedTime;
import dev.crossdock.testkit.TcpProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One way from an SFTP server to a store through the library, with a proxy on either side for what is to go wrong; and
 * the promise that must hold whatever did: success means equal bytes, failure no new object, nothing is left that the
 * outcome does not name, no memory is kept.
 *
 * <p>The engine does not wait between attempts, unless it is told to.
 */
final class Passage implements AutoCloseable {

    static final String BUCKET = "lake";

    private static final long MEMORY_BYTES = 64L << 20;

    private final TcpProxy sourceWire;
    private final S3FaultProxy storeWire;
    private final S3Server objects;
    private final Path knownHosts;
    private SftpServer.Builder source;
    private TransferListener listener = TransferListener.NONE;
    private TransferOptions options = TransferOptions.defaults();
    private Crossdock engine = Crossdock.simulated(MEMORY_BYTES, new SkippedTime(), new Random(1));

    private Passage(int sourcePort, String knownHostsOfSource, String user, S3Server objects) throws IOException {
        this.sourceWire = TcpProxy.to(sourcePort);
        this.storeWire = S3FaultProxy.before(objects);
        this.objects = objects;
        this.knownHosts = Files.writeString(
                Files.createTempFile("known", "hosts"),
                knownHostsOfSource.replace("]:" + sourcePort + " ", "]:" + sourceWire.port() + " "));
        this.source = SftpServer.at("127.0.0.1")
                .port(sourceWire.port())
                .user(user)
                .knownHosts(knownHosts)
                .agent(false)
                .stallTimeout(Duration.ofSeconds(30));
    }

    static Passage from(OpenSsh server, S3Server store) throws IOException {
        Passage passage = new Passage(server.port(), Files.readString(server.knownHosts()), server.user(), store);
        passage.source.identity(server.identity());
        return passage;
    }

    static Passage from(MisbehavingSftp server, S3Server store) throws IOException {
        Passage passage = new Passage(server.port(), server.knownHostsLine(), "etl", store);
        passage.source.password(MisbehavingSftp.PASSWORD.toCharArray());
        return passage;
    }

    /** How the server is spoken to. */
    Passage source(UnaryOperator<SftpServer.Builder> change) {
        source = change.apply(source);
        return this;
    }

    /** Reads on another one's way, so that both see the same file under the same address: the port is a part of it. */
    Passage reading(Passage other) {
        return source(builder -> builder.port(other.sourceWire.port()).knownHosts(other.knownHosts));
    }

    Passage options(UnaryOperator<TransferOptions> change) {
        options = change.apply(options);
        return this;
    }

    Passage memory(long bytes) {
        engine = Crossdock.simulated(bytes, new SkippedTime(), new Random(1));
        return this;
    }

    /** The engine waits between attempts as it does for everybody. */
    Passage inRealTime() {
        engine = Crossdock.withMemory(MEMORY_BYTES);
        return this;
    }

    TcpProxy sourceWire() {
        return sourceWire;
    }

    S3FaultProxy storeWire() {
        return storeWire;
    }

    /** Does something each time that the transfer tells of such an event, before it goes on. */
    Passage whenever(Class<? extends TransferEvent> type, S3Fault.Deed deed) {
        listener = event -> {
            if (type.isInstance(event)) {
                try {
                    deed.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };
        return this;
    }

    /** Moves a file, and holds the outcome against what is there afterwards. */
    TransferOutcome move(String path, ObjectKey target, Content content) throws IOException {
        boolean before = objects.head(target).isPresent();
        TransferOutcome outcome = moveBesideOthers(path, target);
        switch (outcome) {
            case TransferOutcome.Completed done -> {
                assertThat(objects.openUploads(target)).isEmpty();
                requireEqual(target, content);
            }
            case TransferOutcome.AlreadyThere there -> requireEqual(target, content);
            case TransferOutcome.Failed failed -> {
                assertThat(objects.head(target).isPresent()).isEqualTo(before);
                assertThat(objects.openUploads(target))
                        .as(causes(outcome))
                        .containsExactlyElementsOf(
                                failed.kept().map(KeptUpload::uploadId).stream().toList());
            }
            case TransferOutcome.Unconfirmed unclear -> {}
        }
        return outcome;
    }

    /** Moves a file to where others may write too, so that only its own memory is looked at afterwards. */
    TransferOutcome moveBesideOthers(String path, ObjectKey target) {
        TransferOutcome outcome;
        try (SftpServer server = server();
                S3Store store = store()) {
            Transfer transfer = engine.start(server.file(path), store, target, options, listener);
            outcome = transfer.await();
        }
        assertThat(engine.reservedBytes()).isZero();
        return outcome;
    }

    SftpServer server() {
        return source.build();
    }

    S3Store store() {
        return S3Store.builder()
                .endpoint(storeWire.endpoint())
                .region(objects.region())
                .credentials(objects.accessKeyId(), objects.secretAccessKey())
                .stallTimeout(Duration.ofSeconds(30))
                .build();
    }

    /** What an object must hold. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    private void requireEqual(ObjectKey target, Content content) throws IOException {
        try (InputStream stored = objects.read(target);
                InputStream wanted = content.open()) {
            assertThat(stored).hasSameContentAs(wanted);
        }
    }

    TransferReceipt completes(Path file, ObjectKey target) throws IOException {
        return receipt(move(file.toString(), target, () -> Files.newInputStream(file)));
    }

    TransferReceipt completes(MisbehavingSftp server, ObjectKey target) throws IOException {
        return receipt(move(MisbehavingFile.PATH, target, () -> stream(server)));
    }

    TransferException fails(Path file, ObjectKey target) throws IOException {
        return failed(move(file.toString(), target, () -> Files.newInputStream(file)))
                .cause();
    }

    TransferException fails(MisbehavingSftp server, ObjectKey target) throws IOException {
        return failed(move(MisbehavingFile.PATH, target, () -> stream(server))).cause();
    }

    private static InputStream stream(MisbehavingSftp server) {
        byte[] all = server.file().bytes(new ByteRange(0, server.file().stat().sizeBytes()));
        return new ByteArrayInputStream(all);
    }

    static TransferReceipt receipt(TransferOutcome outcome) {
        assertThat(outcome).as(causes(outcome)).isInstanceOf(TransferOutcome.Completed.class);
        TransferReceipt receipt = ((TransferOutcome.Completed) outcome).receipt();
        assertThat(receipt.integrity().satisfies(Integrity.PART)).isTrue();
        return receipt;
    }

    static TransferOutcome.Failed failed(TransferOutcome outcome) {
        assertThat(outcome).as(causes(outcome)).isInstanceOf(TransferOutcome.Failed.class);
        return (TransferOutcome.Failed) outcome;
    }

    private static String causes(TransferOutcome outcome) {
        Optional<TransferException> cause = switch (outcome) {
            case TransferOutcome.Failed failed -> Optional.of(failed.cause());
            case TransferOutcome.Unconfirmed unclear -> Optional.of(unclear.cause());
            default -> Optional.empty();
        };
        return Stream.iterate(cause.orElse(null), e -> e != null, Throwable::getCause)
                .map(String::valueOf)
                .toList()
                .toString();
    }

    /** A file of made-up bytes for a server to serve. */
    static Path file(OpenSsh server, String name, long bytes) throws IOException {
        return Files.write(server.folder().resolve(name), new GeneratedBytes(bytes).bytes(new ByteRange(0, bytes)));
    }

    @Override
    public void close() throws IOException {
        storeWire.close();
        sourceWire.close();
        Files.deleteIfExists(knownHosts);
    }
}
