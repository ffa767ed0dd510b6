package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.crossdock.testkit.RealServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Helm chart: what it makes is what the manifests say, and a value that does not exist is one clear error. */
final class ChartIT {

    private static final Path CHART = Folders.DEPLOY.resolve("helm").resolve("crossdock");
    private static final List<String> LEAST = List.of(
            "source.host=sftp.example.com", "source.user=etl", "source.path=/out/customers.csv", "target.bucket=lake");

    @TempDir
    private Path folder = Path.of("");

    private ProgramRun helm(String verb, List<String> values) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(RealServers.ofThisMachine().require("helm").toString(), verb));
        if (verb.equals("template")) {
            command.add("nightly");
        }
        command.add(CHART.toString());
        values.forEach(value -> command.addAll(List.of("--set", value)));
        return ProgramRun.of(folder, command);
    }

    private Manifest rendered(String... more) throws IOException {
        List<String> values = new ArrayList<>(LEAST);
        values.addAll(List.of(more));
        ProgramRun run = helm("template", values);
        assertThat(run.exitCode()).as(run.everything()).isZero();
        List<Manifest> manifests = Manifest.of(run.output(), "chart");
        assertThat(manifests).hasSize(1);
        manifests.getFirst().mustBeKnown();
        return manifests.getFirst();
    }

    private static JsonElement container(Manifest manifest) {
        return manifest.containers().getFirst();
    }

    @Test
    void helmFindsNothingToSayAgainstIt() throws IOException {
        ProgramRun run = helm("lint", LEAST);
        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(run.everything()).contains("0 chart(s) failed").doesNotContain("[WARNING]");
    }

    @Test
    void withoutAScheduleItIsAJobAndWithOneACronJob() throws IOException {
        assertThat(rendered().kind()).isEqualTo("Job");
        Manifest nightly = rendered("schedule=15 2 * * *");
        assertThat(nightly.kind()).isEqualTo("CronJob");
        assertThat(nightly.word("spec", "concurrencyPolicy")).isEqualTo("Forbid");
        assertThat(nightly.pods()).isEqualTo(rendered().pods());
    }

    @Test
    void itsPodsAreThoseOfTheManifest() throws IOException {
        Manifest plain = Manifest.of(Folders.DEPLOY
                        .resolve("kubernetes")
                        .resolve("crossdock")
                        .resolve("job.yaml"))
                .getFirst();
        for (String part : List.of("securityContext", "volumes", "restartPolicy", "enableServiceLinks")) {
            assertThat(Tree.at(rendered().pods().orElseThrow(), "spec", part))
                    .isEqualTo(Tree.at(plain.pods().orElseThrow(), "spec", part));
        }
        for (String part : List.of("image", "command", "resources", "securityContext", "volumeMounts")) {
            assertThat(Tree.at(container(rendered()), part)).isEqualTo(Tree.at(container(plain), part));
        }
        assertThat(Tree.at(rendered().json(), "spec", "podFailurePolicy"))
                .isEqualTo(Tree.at(plain.json(), "spec", "podFailurePolicy"));
    }

    @ParameterizedTest
    @CsvSource({"6", "64", "100", "256", "1024", "4096"})
    void heapAndLimitFollowTheBudget(int mebibytes) throws IOException {
        JsonElement container = container(rendered("memoryMiB=" + mebibytes));
        MemoryFlags flags = MemoryFlags.of(container);
        assertThat(flags.budgetMebibytes()).isEqualTo(mebibytes);
        assertThat(flags.limitMebibytes()).isEqualTo(mebibytes + 160);
        assertThat(flags.boundMebibytes()).isLessThanOrEqualTo(flags.limitMebibytes());
        List<String> launcher = LauncherCommand.withMemory(mebibytes + "MiB");
        assertThat(Tree.words(container, "command")).contains("-Xmx" + (mebibytes + 28) + "m");
        assertThat(launcher).contains("-Xmx" + (mebibytes + 28) + "m");
    }

    @Test
    void whatIsSaidReachesTheCommand() throws IOException {
        JsonElement container = container(rendered(
                "target.key=in/customers.csv",
                "target.endpoint=https://s3.example.com",
                "options={--connections,4}",
                "secrets.sftpKey=id",
                "pushGateway=http://pushgateway:9091"));
        assertThat(Tree.words(container, "args"))
                .containsExactly(
                        "cp", "--json", "--connections", "4", "/out/customers.csv", "s3://lake/in/customers.csv");
        assertThat(container.toString())
                .contains(
                        "{\"name\":\"CROSSDOCK_IDENTITY\",\"value\":\"/secrets/sftp/id\"}",
                        "{\"name\":\"S3_ENDPOINT_URL\",\"value\":\"https://s3.example.com\"}",
                        "{\"name\":\"PUSH_GATEWAY\",\"value\":\"http://pushgateway:9091\"}")
                .doesNotContain("CROSSDOCK_PASSWORD_FILE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "memry=64 | additional properties 'memry' not allowed",
                "source.prot=22 | '/source': additional properties 'prot' not allowed",
                "memoryMiB=64MiB | '/memoryMiB': got string, want integer",
                "memoryMiB=2 | '/memoryMiB': minimum",
                "source.path=out/customers.csv | '/source/path'",
                "target.endpoint=s3.example.com | '/target/endpoint'",
                "secrets.sftpKey=key | '/secrets/sftpKey'",
                "source.port=0 | '/source/port'",
            })
    void aValueThatCanNotBeIsOneClearError(String value, String said) throws IOException {
        List<String> values = new ArrayList<>(LEAST);
        values.add(value);
        ProgramRun run = helm("template", values);
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).isEmpty();
        assertThat(run.error().lines().filter(line -> line.strip().startsWith("-")))
                .singleElement()
                .asString()
                .contains(said);
    }
}
