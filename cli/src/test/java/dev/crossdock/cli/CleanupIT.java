package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.Minio;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3Server;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The command cleans up at real stores what a killed transfer, and somebody else, left there. */
final class CleanupIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw VERSITYGW = Versitygw.server();

    @RegisterExtension
    static final Minio MINIO = Minio.server();

    private static final int FOREIGN_PART_BYTES = 5 << 20;

    @TempDir
    private Path folder = Path.of("");

    enum Store {
        VERSITYGW,
        MINIO;

        S3Server server() {
            return this == VERSITYGW ? CleanupIT.VERSITYGW : CleanupIT.MINIO;
        }
    }

    @BeforeAll
    static void makeBucketsAndFile() throws IOException {
        VERSITYGW.createBucket("lake");
        MINIO.createBucket("lake");
        Files.write(SSH.folder().resolve("large"), new GeneratedBytes(1).bytes(new ByteRange(0, 40 << 20)));
    }

    @ParameterizedTest
    @EnumSource
    void abortsWhatAKilledTransferLeft(Store store) throws IOException {
        ObjectKey key = new ObjectKey("lake", "killed/" + store);
        kill(store, key);
        assertThat(store.server().openUploads(key)).hasSize(1);

        CommandRun.Result young = cleanup(store, key.toString());
        assertThat(young.exitCode()).as(young.everything()).isZero();
        assertThat(young.output()).contains("1 younger left alone").hasLineCount(1);

        CommandRun.Result dry = cleanup(store, key.toString(), "--older-than", "0s", "--dry-run");
        assertThat(dry.exitCode()).as(dry.everything()).isZero();
        assertThat(dry.output()).contains(key.toString(), "would be aborted", "Dry run: 1 unfinished upload");
        assertThat(store.server().openUploads(key)).hasSize(1);

        CommandRun.Result result = cleanup(store, key.toString(), "--older-than", "0s");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        assertThat(result.output().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(key + "  upload ")
                .endsWith("  aborted");
        assertThat(store.server().openUploads(key)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void leavesWhatSomebodyElseBeganUnlessToldTo(Store store) throws IOException {
        ObjectKey key = new ObjectKey("lake", "foreign/" + store);
        String uploadId = beginForeign(store.server(), key);

        CommandRun.Result refused = cleanup(store, key.toString(), "--older-than", "0s", "--json");
        assertThat(refused.exitCode()).as(refused.everything()).isEqualTo(2);
        assertThat(refused.output()).contains("\"recognised\":false,\"action\":\"kept\"");
        assertThat(refused.lastLine()).contains("\"event\":\"failed\",\"code\":2,");
        assertThat(refused.error()).contains("--all").hasLineCount(1);
        assertThat(store.server().openUploads(key)).containsExactly(uploadId);

        CommandRun.Result all = cleanup(store, key.toString(), "--older-than", "0s", "--all", "--json");
        assertThat(all.exitCode()).as(all.everything()).isZero();
        assertThat(all.lastLine()).contains("\"event\":\"finished\"", "\"aborted\":1");
        assertThat(store.server().openUploads(key)).isEmpty();
    }

    @Test
    void goesThroughAWholePrefix() throws IOException {
        S3Server server = VERSITYGW;
        for (String name : List.of("below/a", "below/b/c", "beside")) {
            beginForeign(server, new ObjectKey("lake", name));
        }
        CommandRun.Result result =
                cleanup(Store.VERSITYGW, "s3://lake/below/", "--older-than", "0s", "--all", "--json");
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.lastLine()).contains("\"aborted\":2");
        assertThat(server.openUploads(new ObjectKey("lake", "below/b/c"))).isEmpty();
        assertThat(server.openUploads(new ObjectKey("lake", "beside"))).hasSize(1);
    }

    @Test
    void asksAtATerminal() throws IOException {
        ObjectKey key = new ObjectKey("lake", "asked");
        beginForeign(VERSITYGW, key);
        List<String> cleanup = List.of("cleanup", key.toString(), "--older-than", "0s");

        CommandRun.Result no = CommandRun.runAtATerminal(folder, environment(Store.VERSITYGW), cleanup, "n\n");
        assertThat(no.exitCode()).as(no.everything()).isZero();
        assertThat(no.output()).contains(key.toString(), "abort it nevertheless? [y/N]", "1 kept");
        assertThat(VERSITYGW.openUploads(key)).hasSize(1);

        CommandRun.Result yes = CommandRun.runAtATerminal(folder, environment(Store.VERSITYGW), cleanup, "y\n");
        assertThat(yes.exitCode()).as(yes.everything()).isZero();
        assertThat(VERSITYGW.openUploads(key)).isEmpty();
    }

    @Test
    void saysThatThereIsNoBucket() throws IOException {
        CommandRun.Result result = cleanup(Store.VERSITYGW, "s3://no-such-bucket/a");
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(7);
        assertThat(result.error()).contains("no-such-bucket").hasLineCount(1);
    }

    private void kill(Store store, ObjectKey target) throws IOException {
        List<String> arguments = List.of(
                "cp", "--json", "--bandwidth", "4MiB/s", SSH.location("large").toString(), target.toString());
        try (CommandRun run = CommandRun.start(folder, environment(store), arguments)) {
            run.awaitLine(line -> line.contains("\"partStored\""));
            run.signal("KILL");
            run.await();
        }
    }

    private static String beginForeign(S3Server server, ObjectKey key) {
        String uploadId = server.client()
                .createMultipartUpload(request -> request.bucket(key.bucket()).key(key.key()))
                .uploadId();
        server.client()
                .uploadPart(
                        request -> request.bucket(key.bucket())
                                .key(key.key())
                                .uploadId(uploadId)
                                .partNumber(1),
                        RequestBody.fromBytes(new byte[FOREIGN_PART_BYTES]));
        return uploadId;
    }

    private CommandRun.Result cleanup(Store store, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("cleanup"));
        all.addAll(List.of(arguments));
        return CommandRun.run(folder, environment(store), all);
    }

    private static Map<String, String> environment(Store store) {
        return Map.of(
                "CROSSDOCK_IDENTITY", SSH.identity().toString(),
                "CROSSDOCK_KNOWN_HOSTS", SSH.knownHosts().toString(),
                "S3_ENDPOINT_URL", store.server().endpoint().toString(),
                "AWS_ACCESS_KEY_ID", store.server().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", store.server().secretAccessKey());
    }
}
