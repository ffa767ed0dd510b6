package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.sftp.SftpServer;
import dev.crossdock.testkit.Moto;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 30, 32, 34 and 35 of the fault matrix: sizes at the borders, what is no file, and names. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SizesAndNamesIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @RegisterExtension
    static final Moto FLAT_STORE = Moto.server();

    private static final long MIB = 1L << 20;
    private static final int MOST_PARTS = 10_000;
    private static final FileTime LONG_AGO = FileTime.from(1_600_000_000, TimeUnit.SECONDS);

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBuckets() {
        STORE.createBucket(Passage.BUCKET);
        FLAT_STORE.createBucket(Passage.BUCKET);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void row30NothingAndOneByteAreOneRequest(long bytes) throws IOException {
        Path file = Passage.file(SSH, "row30-" + bytes, bytes);
        try (Passage passage = Passage.from(SSH, STORE)) {
            TransferReceipt receipt = passage.completes(file, key("row30/" + bytes));
            assertThat(receipt.bytes()).isEqualTo(bytes);
            assertThat(receipt.parts()).isEqualTo(1);
        }
    }

    /** The size of the parts follows from the file's own among others, so one that fits is searched for. */
    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 1", "1, 2"})
    void row30APartAndOneByteMoreOrLessIsMovedExactly(long beyond, int parts) throws IOException {
        Path file = SSH.folder().resolve("row30-part" + beyond);
        try (Passage passage = Passage.from(SSH, STORE)) {
            SourceLocation location = new SourceLocation(
                    SSH.user(), "127.0.0.1", passage.sourceWire().port(), file.toString());
            FileStat stat = statBeyondOnePart(location, beyond);
            Passage.file(SSH, file.getFileName().toString(), stat.sizeBytes());
            Files.setLastModifiedTime(file, FileTime.from(stat.modifiedEpochSeconds(), TimeUnit.SECONDS));
            TransferReceipt receipt = passage.completes(file, key("row30/part" + beyond));
            assertThat(receipt.bytes()).isEqualTo(stat.sizeBytes());
            assertThat(receipt.parts()).isEqualTo(parts);
        }
    }

    private static FileStat statBeyondOnePart(SourceLocation location, long beyond) {
        for (long seconds = 1_600_000_000; ; seconds++) {
            for (long size = 8 * MIB; size < 9 * MIB; size++) {
                FileStat stat = FileStat.regular(size, seconds);
                if (8 * MIB + SourceIdentity.of(location, stat).residueBytes() + beyond == size) {
                    return stat;
                }
            }
        }
    }

    /** Real servers say the size of a file that holds nothing; its bytes would take an hour. */
    @ParameterizedTest
    @ValueSource(
            longs = {MOST_PARTS * 15 * MIB, MOST_PARTS * 16 * MIB, MOST_PARTS * 16 * MIB + 1, MOST_PARTS * 17 * MIB})
    void row30TenThousandPartsAreTheMost(long bytes) throws IOException {
        Path file = SSH.folder().resolve("row30-sparse-" + bytes);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        TransferPlan plan = plan(file);
        Files.delete(file);
        assertThat(plan.parts()).isBetween(MOST_PARTS * 7 / 8, MOST_PARTS);
        assertThat(plan.part(plan.parts()).bytes().end()).isEqualTo(bytes);
        // One MiB less per part would not have been enough, unless it is the usual size.
        assertThat(plan.partSizeBytes() < 16 * MIB || (plan.partSizeBytes() - MIB) * MOST_PARTS < bytes)
                .isTrue();
    }

    private static TransferPlan plan(Path file) throws IOException {
        Files.setLastModifiedTime(file, LONG_AGO);
        try (Passage passage = Passage.from(SSH, STORE);
                SftpServer server = passage.server()) {
            return Crossdock.create().plan(server.file(file.toString()), passage.store(), TransferOptions.defaults());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "fifo", "device", "folder"})
    void row32WhatIsNoFileIsRefusedAndNeverWaitedFor(String what) throws Exception {
        Path path = SSH.folder().resolve("row32-" + what);
        switch (what) {
            case "loop" -> Files.createSymbolicLink(path, path);
            case "fifo" ->
                assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                        .isZero();
            case "device" -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
            default -> Files.createDirectory(path);
        }
        try (Passage passage = Passage.from(SSH, STORE)) {
            assertThat(passage.fails(path, key("row32/" + what)))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            failure -> assertThat(failure.kind())
                                    .isIn(SourceException.Kind.UNREADABLE, SourceException.Kind.NOT_FOUND));
            assertThat(passage.storeWire().bodyBytes()).isZero();
        }
    }

    @Test
    void row34AKeyThatIsTooLongOrEmptyIsRefused() {
        assertThat(key("k".repeat(1024)).key()).hasSize(1024);
        assertThatThrownBy(() -> key("k".repeat(1025))).isInstanceOf(IllegalArgumentException.class);
        // 1,024 characters of two bytes each.
        assertThatThrownBy(() -> key("é".repeat(1024))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key("")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%FF.csv", "%C3.csv"})
    void row34ANameThatNoKeyCanHoldIsRefusedBeforeAnythingIsAsked(String name) throws IOException {
        CommandRun.Result result =
                command("cp", "sftp://nobody@127.0.0.1:1" + SSH.folder() + "/" + name, "s3://lake/row34/");
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(2);
        assertThat(result.error()).hasLineCount(1);
        assertThat(STORE.keys(Passage.BUCKET)).noneMatch(key -> key.startsWith("row34/"));
    }

    @Test
    void row34DotsInASourceNeverLeaveThePrefix() throws IOException {
        Passage.file(SSH, "row34", 1000);
        Path home = SSH.folder();
        Path around = home.resolve("..").resolve(home.getFileName()).resolve("row34");
        CommandRun.Result result = command("cp", url(around), "s3://lake/row34-dots/");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(STORE.keys(Passage.BUCKET)).contains("row34-dots/row34");
        CommandRun.Result parent = command("cp", url(home) + "/..", "s3://lake/row34-dots/");
        assertThat(parent.exitCode()).as(parent.everything()).isIn(2, 4);
        assertThat(STORE.keys(Passage.BUCKET))
                .filteredOn(key -> key.startsWith("row34-dots"))
                .containsExactly("row34-dots/row34");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b.csv",
                "./a.csv",
                "../a.csv",
                "/leading.csv",
                "with spaces.csv",
                "a+b.csv",
                "100%.csv",
                "%2F.csv",
                "Zahlen 😀 é.csv"
            })
    void row35KeysArriveExactly(String name) throws IOException {
        Path file = Passage.file(SSH, "row35", 1000);
        try (Passage passage = Passage.from(SSH, FLAT_STORE)) {
            passage.completes(file, key("row35/" + name));
            assertThat(FLAT_STORE.keys(Passage.BUCKET)).contains("row35/" + name);
        }
    }

    @Test
    void row36AFolderIsRefusedAndNotListed() throws IOException {
        CommandRun.Result result = command("cp", url(SSH.folder()), "s3://lake/row36/");
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(4);
        assertThat(result.error()).contains("directory").hasLineCount(1);
    }

    private CommandRun.Result command(String... arguments) throws IOException {
        return CommandRun.run(
                folder,
                Map.of(
                        "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                        "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                        "S3_ENDPOINT_URL", STORE.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()),
                new ArrayList<>(List.of(arguments)));
    }

    private static String url(Path path) {
        return "sftp://" + SSH.user() + "@127.0.0.1:" + SSH.port() + path;
    }

    private static ObjectKey key(String key) {
        return new ObjectKey(Passage.BUCKET, key);
    }
}
