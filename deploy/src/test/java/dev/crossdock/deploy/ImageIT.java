package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.crossdock.ObjectKey;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.RealServers;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The container's image, built here, unpacked, and run as a container engine would, but for the engine. */
final class ImageIT {

    private static final ObjectKey KEY = new ObjectKey("data", "in/customers.csv");
    private static final int FILE_BYTES = 100 << 20;

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    @TempDir
    private static Path folder = Path.of("");

    private static Image image = new Image(JsonParser.parseString("{}"), List.of(), Path.of(""));

    @BeforeAll
    static void build() throws IOException {
        RealServers.ofThisMachine().require("bwrap");
        // A user who owns nothing must get through to what is unpacked below.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        image = Image.build(Files.createDirectory(folder.resolve("first")));
        STORE.createBucket(KEY.bucket());
    }

    @Test
    void isWhatTheContainerfileWouldMake() throws IOException {
        List<String> lines = Folders.text("container", "Containerfile").lines().toList();
        JsonElement config = Tree.at(image.config(), "config");
        assertThat(lines)
                .contains(
                        "ENTRYPOINT " + Tree.at(config, "Entrypoint").toString().replace("\",\"", "\", \""),
                        "USER " + Tree.word(config, "User").orElseThrow(),
                        "WORKDIR " + Tree.word(config, "WorkingDir").orElseThrow());
        String environment = lines.stream()
                .filter(line -> line.startsWith("ENV "))
                .findFirst()
                .orElseThrow();
        assertThat(List.of(environment.substring("ENV ".length()).split(" ", -1)))
                .containsExactlyInAnyOrderElementsOf(Tree.words(config, "Env"));
    }

    @Test
    void itsEntryPointIsTheOneThatTheManifestsPutSizesInto() throws IOException {
        List<String> command = Tree.words(jobContainer(), "command");
        assertThat(command.stream().filter(word -> !word.startsWith("-X")))
                .containsExactlyElementsOf(image.entryPoint());
        assertThat(Tree.word(jobContainer(), "image")).contains("crossdock:" + Folders.version());
    }

    @Test
    void javaIsTheOnlyProgramInIt() throws IOException {
        List<String> programs = new ArrayList<>();
        for (Path file : Folders.below(image.root(), "")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (Files.isRegularFile(file) && permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                programs.add(file.getFileName().toString());
            }
            assertThat(permissions).as(file.toString()).doesNotContain(PosixFilePermission.OTHERS_WRITE);
        }
        // The second starts the first.
        assertThat(programs).hasSize(2).contains("java").anyMatch(name -> name.startsWith("ld-linux"));
    }

    @Test
    void startsWithWhatWasLearnt() throws IOException {
        List<String> command = new ArrayList<>(image.entryPoint());
        command.add(command.size() - 1, "-XX:AOTMode=on"); // an error where the cache can't be used
        command.add("--version");
        ProgramRun run = image.run(Map.of(), Map.of(), command);
        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(run.output())
                .startsWith("crossdock " + Folders.version())
                .contains("from /opt/crossdock/runtime", "cryptography by Conscrypt");
        long cacheBytes = Files.size(Folders.below(image.root(), ".aot").getFirst());
        assertThat(cacheBytes).isLessThanOrEqualTo(MemoryFlags.AOT_CACHE_MEBIBYTES << 20);
    }

    @Test
    void movesAFileAsTheJobDoesWhereNothingCanBeWritten() throws IOException {
        Path file = SSH.folder().resolve("customers.csv");
        byte[] contents = new byte[FILE_BYTES];
        new Random(1).nextBytes(contents);
        Files.write(file, contents);

        JsonElement container = jobContainer();
        Map<String, String> environment = new HashMap<>(Map.of(
                "SFTP_HOST", "127.0.0.1",
                "SFTP_PORT", String.valueOf(SSH.port()),
                "SFTP_USER", SSH.user(),
                "S3_ENDPOINT_URL", STORE.endpoint().toString(),
                "AWS_REGION", STORE.region(),
                "AWS_ACCESS_KEY_ID", STORE.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", STORE.secretAccessKey()));
        for (JsonElement variable : Tree.each(container, "env")) {
            environment.put(
                    Tree.word(variable, "name").orElseThrow(),
                    Tree.word(variable, "value").orElseThrow());
        }
        // The server of the tests knows keys, not passwords.
        environment.remove("CROSSDOCK_PASSWORD_FILE");
        environment.put("CROSSDOCK_IDENTITY", "/secrets/sftp/id");
        List<String> command = new ArrayList<>(Tree.words(container, "command"));
        command.addAll(List.of("cp", "--json", file.toString(), "s3://" + KEY.bucket() + "/" + KEY.key()));

        ProgramRun run = image.run(Map.of(secrets(), "/secrets/sftp"), environment, command);

        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(run.error()).isEmpty();
        assertThat(STORE.file(KEY)).hasSameBinaryContentAs(file);
        JsonElement receipt = JsonParser.parseString(
                run.output().lines().reduce((before, line) -> line).orElseThrow());
        assertThat(Tree.word(receipt, "event")).contains("finished");
        assertThat(Tree.word(receipt, "diskBytesWritten")).contains("0");
        MemoryFlags flags = MemoryFlags.of(container);
        assertThat(Long.parseLong(Tree.word(receipt, "peakMemoryBytes").orElseThrow()))
                .isLessThan(flags.limitMebibytes() << 20);
    }

    private static Path secrets() throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        for (Map.Entry<Path, String> one :
                Map.of(SSH.identity(), "id", SSH.knownHosts(), "known_hosts").entrySet()) {
            Path copy = secrets.resolve(one.getValue());
            Files.copy(one.getKey(), copy, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
        }
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        return secrets;
    }

    private static JsonElement jobContainer() throws IOException {
        return Manifest.of(Folders.DEPLOY.resolve(Path.of("kubernetes", "crossdock", "job.yaml")))
                .getFirst()
                .containers()
                .getFirst();
    }

    /** What Java learns in a training run is never quite the same; all else is, to the last byte. */
    @Test
    void builtAgainItIsTheSame() throws IOException {
        Image again = Image.build(Files.createDirectory(folder.resolve("second")));
        int last = image.layers().size() - 1;
        assertThat(again.layers().subList(0, last))
                .isNotEmpty()
                .isEqualTo(image.layers().subList(0, last));
        for (Path file : Folders.below(again.root().resolve(Path.of("opt", "crossdock")), "")) {
            if (Files.isRegularFile(file) && !file.toString().endsWith(".aot")) {
                Path before = image.root().resolve(again.root().relativize(file));
                assertThat(Files.mismatch(before, file)).as(file.toString()).isEqualTo(-1);
            }
        }
        assertThat(Tree.at(again.config(), "config")).isEqualTo(Tree.at(image.config(), "config"));
        assertThat(Tree.word(again.config(), "created")).isEqualTo(Tree.word(image.config(), "created"));
    }
}
