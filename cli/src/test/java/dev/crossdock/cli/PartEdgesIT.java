package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceIdentity;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.Minio;
import dev.crossdock.testkit.Moto;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3Server;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the sizes at which something changes, from OpenSSH to each real store, read back by another client. */
final class PartEdgesIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw VERSITYGW = Versitygw.server();

    @RegisterExtension
    static final Minio MINIO = Minio.server();

    @RegisterExtension
    static final Moto MOTO = Moto.server();

    private static final long MIB = 1 << 20;
    private static final int BEYOND = 500_000;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void makeBuckets() {
        List.of(VERSITYGW, MINIO, MOTO).forEach(store -> store.createBucket("lake"));
    }

    @ParameterizedTest
    @CsvSource({"VERSITYGW, 0", "VERSITYGW, 1", "MINIO, 0", "MINIO, 1"})
    void movesNothingAndNext(Store store, int bytes) throws IOException {
        CommandRun.Result result = move(store, file(store + "-" + bytes, bytes));
        assertThat(result.lastLine()).contains("\"parts\":1,", "\"integrity\":\"full-object\"");
    }

    @ParameterizedTest
    @CsvSource({"VERSITYGW, -1, 1", "VERSITYGW, 0, 1", "VERSITYGW, 1, 2", "MINIO, -1, 1", "MINIO, 0, 1", "MINIO, 1, 2"})
    void movesAFileThatIsAlmostOrJustOnePart(Store store, int more, int parts) throws IOException {
        Path file = atTheEdge(store + "-edge-" + more, 8 * MIB + BEYOND, BEYOND - more);
        CommandRun.Result result = move(store, file);
        assertThat(result.lastLine())
                .contains("\"parts\":" + parts + ",", "\"integrity\":\"full-object\"", "\"retries\":0");
        if (parts == 2) {
            assertThat(result.output()).contains("\"part\":2,\"offset\":" + (8 * MIB + BEYOND - 1) + ",\"bytes\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource({"VERSITYGW", "MINIO"})
    void movesAFileThatIsExactlySeveralParts(Store store) throws IOException {
        Path file = atTheEdge(store + "-three", 3 * (8 * MIB + BEYOND), BEYOND);
        assertThat(move(store, file).lastLine()).contains("\"parts\":3,", "\"integrity\":\"full-object\"");
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "20971520, 3"})
    void aStoreThatChecksNothingIsNeverSaidToHaveCheckedTheObject(long bytes, int parts) throws IOException {
        CommandRun.Result result = move(Store.MOTO, file("moto-" + bytes, bytes));
        assertThat(result.lastLine())
                .contains("\"parts\":" + parts + ",")
                .containsAnyOf("\"integrity\":\"part\"", "\"integrity\":\"size\"")
                .doesNotContain("full-object");
    }

    /** It gives back the checksum it was told, which the first run knows and the second has to find out. */
    @ParameterizedTest
    @ValueSource(longs = {1000, 20 << 20})
    void aStoreThatOnlyRepeatsChecksumsIsNotBelievedByTheNextRunEither(long bytes) throws IOException {
        Path file = file("moto-twice-" + bytes, bytes);
        for (int run = 1; run <= 2; run++) {
            CommandRun.Result result = run(Store.MOTO, file, "--require-integrity", "full-object");
            assertThat(result.exitCode()).as("run " + run + result.everything()).isEqualTo(6);
            assertThat(MOTO.openUploads(key(file))).isEmpty();
        }
        assertThat(run(Store.MOTO, file).lastLine()).contains("\"alreadyThere\":true", "\"integrity\":\"part\"");
    }

    @ParameterizedTest
    @CsvSource({"VERSITYGW, 1000", "VERSITYGW, 20971520", "MINIO, 1000", "MINIO, 20971520"})
    void aStoreThatComputesChecksumsShowsItToTheNextRun(Store store, long bytes) throws IOException {
        Path file = file(store + "-twice-" + bytes, bytes);
        assertThat(run(store, file, "--require-integrity", "full-object").exitCode())
                .isZero();
        CommandRun.Result second = run(store, file, "--require-integrity", "full-object");
        assertThat(second.lastLine()).contains("\"alreadyThere\":true", "\"integrity\":\"full-object\"");
        assertThat(store.server().openUploads(key(file))).isEmpty();
    }

    enum Store {
        VERSITYGW,
        MINIO,
        MOTO;

        S3Server server() {
            return switch (this) {
                case VERSITYGW -> PartEdgesIT.VERSITYGW;
                case MINIO -> PartEdgesIT.MINIO;
                case MOTO -> PartEdgesIT.MOTO;
            };
        }
    }

    private CommandRun.Result move(Store store, Path file) throws IOException {
        CommandRun.Result result = run(store, file);
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        S3Server server = store.server();
        try (InputStream stored = server.read(key(file))) {
            assertThat(stored).hasBinaryContent(Files.readAllBytes(file));
        }
        assertThat(server.openUploads(key(file))).isEmpty();
        return result;
    }

    private CommandRun.Result run(Store store, Path file, String... options) throws IOException {
        S3Server server = store.server();
        ObjectKey key = key(file);
        List<String> arguments =
                new ArrayList<>(List.of("cp", "--json", SSH.location(key.key()).toString(), key.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.run(
                folder,
                Map.of(
                        "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                        "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                        "S3_ENDPOINT_URL", server.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", server.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", server.secretAccessKey()),
                arguments);
    }

    private static ObjectKey key(Path file) {
        return new ObjectKey("lake", file.getFileName().toString());
    }

    private static Path file(String name, long bytes) throws IOException {
        return Files.write(SSH.folder().resolve(name), new GeneratedBytes(bytes).bytes(new ByteRange(0, bytes)));
    }

    /** A file whose modification time is such that parts of it have this residue. */
    private static Path atTheEdge(String name, long bytes, int residueBytes) throws IOException {
        Path file = file(name, bytes);
        long modified = LongStream.iterate(1_000_000_000, seconds -> seconds + 1)
                .filter(seconds -> SourceIdentity.of(SSH.location(name), FileStat.regular(bytes, seconds))
                                .residueBytes()
                        == residueBytes)
                .findFirst()
                .orElseThrow();
        return Files.setLastModifiedTime(file, FileTime.fromMillis(modified * 1000));
    }
}
