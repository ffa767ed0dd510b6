package dev.crossdock.cli;

import static dev.crossdock.testkit.S3Operation.COMPLETE;
import static dev.crossdock.testkit.S3Operation.UPLOAD_PART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ObjectKey;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferReceipt;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3Fault;
import dev.crossdock.testkit.SftpAnswer;
import dev.crossdock.testkit.SftpFaults;
import dev.crossdock.testkit.TcpProxy.Direction;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 1 to 16 of the fault matrix: what goes wrong where files come from, or on the way from there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SourceFaultsIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final int MIB = 1 << 20;
    private static final int THREE_PARTS = 20 * MIB;
    private static final int MANY_PARTS = 96 * MIB;

    private final ObjectKey target;

    SourceFaultsIT(TestInfo test) {
        target = new ObjectKey(
                Passage.BUCKET,
                test.getTestMethod().orElseThrow().getName() + "/"
                        + test.getDisplayName().hashCode());
    }

    @BeforeAll
    static void makeBucket() {
        STORE.createBucket(Passage.BUCKET);
    }

    @Test
    void row01AConnectionThatIsResetMidPartCostsNoOtherPart() throws IOException {
        Path file = Passage.file(SSH, "row01", THREE_PARTS);
        try (Passage passage = Passage.from(SSH, STORE).source(server -> server.connections(2))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .connection(1)
                    .after(5 * MIB)
                    .reset();
            TransferReceipt receipt = passage.completes(file, target);
            assertThat(receipt.retries()).isPositive();
            for (int part = 1; part <= receipt.parts(); part++) {
                assertThat(passage.storeWire().countOfPart(part)).isEqualTo(1);
            }
            assertThat(passage.sourceWire().passed(Direction.TO_CLIENT)).isLessThan(THREE_PARTS * 5L / 4);
        }
    }

    /** Every part in flight has a piece on it. */
    @Test
    void row01AConnectionThatIsResetWhileAllCarryPiecesCostsReadingAlone() throws IOException {
        Path file = Passage.file(SSH, "row01pieces", MANY_PARTS);
        try (Passage passage = Passage.from(SSH, STORE).source(server -> server.connections(5))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .connection(1)
                    .after(12 * MIB)
                    .reset();
            TransferReceipt receipt = passage.completes(file, target);
            assertThat(receipt.retries()).isPositive();
            for (int part = 1; part <= receipt.parts(); part++) {
                assertThat(passage.storeWire().countOfPart(part)).isEqualTo(1);
            }
            assertThat(passage.sourceWire().passed(Direction.TO_CLIENT)).isLessThan(MANY_PARTS * 2L);
        }
    }

    @Test
    void row01AStoreThatResetsMidPartGetsOnlyThatPartAgain() throws IOException {
        Path file = Passage.file(SSH, "row01store", THREE_PARTS);
        try (Passage passage = Passage.from(SSH, STORE)) {
            passage.storeWire().on(UPLOAD_PART).part(2).cutBody(3 * MIB);
            assertThat(passage.completes(file, target).retries()).isEqualTo(1);
            assertThat(passage.storeWire().countOfPart(1)).isEqualTo(1);
            assertThat(passage.storeWire().countOfPart(2)).isEqualTo(2);
            assertThat(passage.storeWire().countOfPart(3)).isEqualTo(1);
            assertThat(passage.sourceWire().passed(Direction.TO_CLIENT)).isLessThan(THREE_PARTS * 11L / 10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void row02AServerThatEndsEverySessionAfterSomeBytesIsReadToTheEnd(int connections) throws IOException {
        Path file = Passage.file(SSH, "row02", THREE_PARTS);
        try (Passage passage = Passage.from(SSH, STORE).source(server -> server.connections(connections))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .eachConnection()
                    .after(3 * MIB)
                    .reset();
            assertThat(passage.completes(file, target).retries()).isPositive();
            assertThat(passage.sourceWire().connections()).isGreaterThan(6);
        }
    }

    @Test
    void row02ItIsGivenUpWhereThereIsNoProgress() throws IOException {
        Path file = Passage.file(SSH, "row02never", THREE_PARTS);
        try (Passage passage = Passage.from(SSH, STORE).source(server -> server.connections(1))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .eachConnection()
                    .after(500)
                    .end();
            assertSource(Kind.NETWORK, passage.fails(file, target));
            assertThat(passage.sourceWire().connections()).isBetween(2, 10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void row03ShortReadsAreFilledUp(int mostBytes) throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(mostBytes == 1 ? 5_000 : 12 * MIB);
                Passage passage = Passage.from(server, STORE)) {
            server.reading(
                    mostBytes == 100 ? SftpFaults.repliesOf(100, 100_000, 1) : SftpFaults.shortReplies(mostBytes));
            assertThat(passage.completes(server, target).retries()).isZero();
        }
    }

    static Stream<Arguments> brokenReplies() {
        return Stream.of(
                Arguments.of("excess data", SftpFaults.excessData()),
                Arguments.of("unknown id", SftpFaults.unknownId(1000)),
                Arguments.of("huge length", SftpFaults.hugeLength()));
    }

    @Test
    void row04DataOfNoLengthAgainAndAgainIsAProtocolError() throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(12 * MIB);
                Passage passage = Passage.from(server, STORE)) {
            server.reading(SftpFaults.emptyData().after(9 * MIB));
            assertSource(Kind.PROTOCOL, passage.fails(server, target));
            assertThat(passage.storeWire().count(COMPLETE)).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenReplies")
    void row05ABrokenReplyEndsTheTransferAndTakesNoMemory(String what, SftpAnswer answer) throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(12 * MIB);
                Passage passage = Passage.from(server, STORE)) {
            server.reading(answer.after(9 * MIB));
            assertSource(Kind.PROTOCOL, passage.fails(server, target));
            assertThat(passage.storeWire().count(COMPLETE)).as(what).isZero();
        }
    }

    @Test
    void row06AFileThatShrinksIsChangedAndItsUploadAborted() throws IOException {
        Path file = Passage.file(SSH, "row06", THREE_PARTS);
        changes(file, () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(THREE_PARTS / 2);
            }
        });
    }

    @Test
    void row06AnEndBeforeTheEndMeansTheSame() throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(THREE_PARTS);
                Passage passage = Passage.from(server, STORE)) {
            server.reading(SftpFaults.endAt(THREE_PARTS - 1));
            assertSource(Kind.CHANGED, passage.fails(server, target));
            assertThat(STORE.openUploads(target)).isEmpty();
        }
    }

    @Test
    void row07AFileThatGrowsIsChanged() throws IOException {
        Path file = Passage.file(SSH, "row07", THREE_PARTS);
        changes(file, () -> Files.writeString(file, "more", StandardOpenOption.APPEND));
    }

    @Test
    void row08AFileThatIsReplacedIsNeverCompleted() throws IOException {
        Path file = Passage.file(SSH, "row08", THREE_PARTS);
        Path other = Files.write(SSH.folder().resolve("row08other"), new byte[THREE_PARTS]);
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        changes(file, () -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));
    }

    @Test
    void row09AnotherTimeAtTheLastLookMeansChanged() throws IOException {
        Path file = Passage.file(SSH, "row09", THREE_PARTS);
        changes(file, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)));
    }

    /** While the last part is on its way. */
    private void changes(Path file, S3Fault.Deed deed) throws IOException {
        try (Passage passage = Passage.from(SSH, STORE)) {
            passage.storeWire().on(UPLOAD_PART).nth(3).meanwhile(deed);
            assertSource(Kind.CHANGED, passage.fails(file, target));
            assertThat(passage.storeWire().count(COMPLETE)).isZero();
            assertThat(STORE.openUploads(target)).isEmpty();
        }
    }

    @Test
    void row10AKeyThatIsRevokedMidwayIsTriedOnce() throws IOException {
        Path file = Passage.file(SSH, "row10", THREE_PARTS);
        Path authorized = SSH.identity().resolveSibling("user_ed25519.pub");
        String key = Files.readString(authorized);
        try (Passage passage = Passage.from(SSH, STORE).source(server -> server.connections(1))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .connection(1)
                    .after(10 * MIB)
                    .stall();
            passage.storeWire().on(UPLOAD_PART).meanwhile(() -> {
                Files.writeString(authorized, "");
                passage.sourceWire().cutAll();
            });
            assertSource(Kind.AUTHENTICATION, passage.fails(file, target));
            assertThat(passage.sourceWire().connections()).isEqualTo(2);
        } finally {
            Files.writeString(authorized, key);
        }
    }

    @Test
    void row11AHostKeyThatChangedOnReconnectIsAHardStop() throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(THREE_PARTS);
                Passage passage = Passage.from(server, STORE).source(client -> client.connections(1))) {
            server.file().whenDelivered(10 * MIB, unused -> {
                server.changeHostKey();
                passage.sourceWire().cutAll();
            });
            assertSource(Kind.HOST_KEY, passage.fails(server, target));
            assertThat(server.channels()).isEqualTo(1);
        }
    }

    @Test
    void row12AServerThatLetsNobodyInForNowIsAskedAgainLater() throws IOException {
        try (OpenSsh crowded = OpenSsh.server().with("MaxStartups", "1")) {
            crowded.start();
            Path file = Passage.file(crowded, "row12", THREE_PARTS);
            try (Passage passage = Passage.from(crowded, STORE).inRealTime();
                    Socket other = inTheOnlyPlace(crowded)) {
                passage.whenever(TransferEvent.Retried.class, other::close);
                assertThat(passage.completes(file, target).retries()).isPositive();
            }
        }
    }

    /** Who looked whether the server listens may still be there for a moment. */
    private static Socket inTheOnlyPlace(OpenSsh crowded) throws IOException {
        while (true) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), crowded.port());
            if (socket.getInputStream().read() == 'S') { // of SSH-2.0: it is let in
                return socket;
            }
            socket.close();
        }
    }

    @Test
    void row12WhereFurtherConnectionsAreRefusedOneIsEnough() throws IOException {
        Path file = Passage.file(SSH, "row12one", THREE_PARTS);
        try (Passage passage = Passage.from(SSH, STORE).source(server -> server.connections(8))) {
            for (int further = 2; further <= 20; further++) {
                passage.sourceWire().on(Direction.TO_CLIENT).connection(further).reset();
            }
            assertThat(passage.completes(file, target).retries()).isZero();
            // The refusal of one further connection is enough to ask for no more.
            assertThat(passage.sourceWire().connections()).isEqualTo(2);
        }
    }

    @Test
    void row13AConnectionThatBothSidesThinkOpenIsReplaced() throws IOException {
        Path file = Passage.file(SSH, "row13", THREE_PARTS);
        try (Passage passage =
                Passage.from(SSH, STORE).source(server -> server.connections(1).stallTimeout(Duration.ofSeconds(1)))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .connection(1)
                    .after(5 * MIB)
                    .swallow();
            assertThat(passage.completes(file, target).retries()).isPositive();
            assertThat(passage.sourceWire().connections()).isEqualTo(2);
        }
    }

    @Test
    void row13ASilentServerIsReplacedToo() throws IOException {
        Path file = Passage.file(SSH, "row13silent", THREE_PARTS);
        try (Passage passage =
                Passage.from(SSH, STORE).source(server -> server.connections(1).stallTimeout(Duration.ofSeconds(1)))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .connection(1)
                    .after(5 * MIB)
                    .stall();
            assertThat(passage.completes(file, target).retries()).isPositive();
        }
    }

    @Test
    void row14ASourceThatTricklesIsGivenUpAndThePutThatWaitsForItIsClosed() throws IOException {
        Path file = Passage.file(SSH, "row14", 12 * MIB);
        // With so little memory the PUT is open while the part is read.
        try (Passage passage = Passage.from(SSH, STORE)
                .memory(8 * MIB)
                .source(server -> server.connections(1).stallTimeout(Duration.ofSeconds(1)))) {
            passage.sourceWire()
                    .on(Direction.TO_CLIENT)
                    .connection(1)
                    .after(3 * MIB)
                    .trickle(10, Duration.ofMillis(20));
            assertThat(passage.completes(file, target).retries()).isPositive();
            assertThat(passage.storeWire().countOfPart(1) + passage.storeWire().countOfPart(2))
                    .isGreaterThan(2);
        }
    }

    @Test
    void row15ARekeyUnderLoadStallsNothing() throws IOException {
        try (OpenSsh rekeying = OpenSsh.server().with("RekeyLimit", "1M")) {
            rekeying.start();
            Path file = Passage.file(rekeying, "row15", 12 * MIB);
            try (Passage passage = Passage.from(rekeying, STORE)) {
                assertThat(passage.completes(file, target).retries()).isZero();
            }
        }
    }

    @Test
    void row16AFileThatCanBeReadOnceIsReadInOneGo() throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(THREE_PARTS);
                Passage passage =
                        Passage.from(server, STORE).source(client -> client.access(SourceFile.Access.ASCENDING))) {
            server.file().readOnce();
            assertThat(passage.completes(server, target).retries()).isZero();
            assertThat(server.file().opened()).isEqualTo(1);
            assertThat(server.file().bytesDelivered()).isEqualTo(THREE_PARTS);
        }
    }

    @Test
    void row16AServerWithOneHandleIsReadWithOne() throws IOException {
        try (MisbehavingSftp server = MisbehavingSftp.serving(THREE_PARTS);
                Passage passage = Passage.from(server, STORE)) {
            server.file().oneHandle();
            passage.completes(server, target);
            assertThat(server.file().openHandles()).isLessThanOrEqualTo(1);
        }
    }

    private static void assertSource(Kind kind, TransferException failure) {
        assertThat(failure).isInstanceOf(SourceException.class);
        assertThat(((SourceException) failure).kind()).as(failure.toString()).isEqualTo(kind);
    }
}
