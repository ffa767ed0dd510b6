package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.crossdock.testkit.RealServers;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The playground in Kubernetes and by compose: its objects fit together, and both are the same. */
final class PlaygroundIT {

    private static final Path KUBERNETES = Folders.DEPLOY.resolve("kubernetes");

    @TempDir
    private static Path secrets = Path.of("");

    private static String objects = "";

    @BeforeAll
    static void makeObjects() throws IOException {
        RealServers.ofThisMachine().require("ssh-keygen");
        objects = run("objects");
    }

    private static String run(String script) throws IOException {
        Path program = KUBERNETES.resolve("playground").resolve(script);
        ProgramRun run = ProgramRun.of(secrets, List.of(program.toString(), secrets.toString()));
        assertThat(run.exitCode()).as(run.everything()).isZero();
        return run.output();
    }

    /** All that is applied, each file changed before it is read. */
    private static List<Manifest> cluster(UnaryOperator<String> change) throws IOException {
        List<Manifest> manifests = new ArrayList<>(Manifest.of(change.apply(objects), "objects"));
        for (Path file : Folders.below(KUBERNETES, ".yaml")) {
            manifests.addAll(Manifest.of(
                    change.apply(Files.readString(file)), file.getFileName().toString()));
        }
        return manifests;
    }

    @Test
    void kubernetesKnowsEverySecretAndConfigMapThatIsMade() throws IOException {
        List<Manifest> manifests = Manifest.of(objects, "objects");
        assertThat(manifests).hasSizeGreaterThan(9);
        for (Manifest manifest : manifests) {
            manifest.mustBeKnown();
        }
    }

    @Test
    void whatOneNamesAnotherIs() throws IOException {
        assertThat(Cluster.problems(cluster(text -> text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secretName: crossdock-sftp | secretName: crossdock-ftp | there is no Secret crossdock-ftp",
                "name: crossdock-s3\\n  namespace | name: crossdock-s4\\n  namespace | there is no Secret crossdock-s3",
                "name: crossdock-settings\\n  namespace | name: settings\\n  namespace "
                        + "| there is no ConfigMap crossdock-settings",
                "claimName: s3-data | claimName: s3-date | there is no PersistentVolumeClaim s3-date",
                "s3-server.svc.cluster.local:9000 | s3-server.svc.cluster.local:9002 | has no such port",
                "pushgateway.pushgateway.svc | pushgateway.monitoring.svc "
                        + "| there is no service pushgateway.monitoring.svc",
                "name: console\\n              containerPort | name: konsole\\n              containerPort "
                        + "| s3-server has no port console",
                "subPath: users.conf | subPath: user.conf | has no user.conf",
                "  playground.yml: | playground.yaml: | nothing is mounted at /etc/prometheus/playground.yml",
                "  password: | pasword: | nothing is mounted at /secrets/sftp/password",
                "path: /health\\n              port: s3 | path: /health\\n              port: s4 "
                        + "| asks a port that is not there: s4",
                "name: grafana\\n  namespace: grafana\\n  labels | name: grafana\\n  namespace: graphana\\n  labels "
                        + "| there is no namespace graphana",
            })
    void whatIsNotThereIsSeen(String right, String wrong, String problem) throws IOException {
        String from = right.strip().replace("\\n", "\n");
        String to = wrong.strip().replace("\\n", "\n");
        assertThat(cluster(text -> text)).isNotEmpty();
        List<String> problems = Cluster.problems(cluster(text -> {
            // The ends of two that refer to each other are changed at one end.
            int at = text.indexOf(from);
            return at < 0 ? text : text.substring(0, at) + to + text.substring(at + from.length());
        }));
        assertThat(problems).anySatisfy(one -> assertThat(one).contains(problem));
    }

    @ParameterizedTest
    @CsvSource({
        "sftp-server, nodePort, 30022",
        "s3-server, port, 9000",
        "s3-server, port, 9001",
        "prometheus, port, 9090",
        "pushgateway, port, 9091",
        "grafana, port, 3000"
    })
    void eachHasThePortsOfTheArticle(String name, String field, String port) throws IOException {
        Manifest service = cluster(text -> text).stream()
                .filter(one -> one.kind().equals("Service")
                        && one.name().equals(name)
                        && one.namespace().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(Tree.each(service.json(), "spec", "ports"))
                .anySatisfy(one -> assertThat(Tree.word(one, field)).contains(port));
        String published = field.equals("nodePort") ? "127.0.0.1:30022:22" : "127.0.0.1:" + port + ":" + port;
        assertThat(Tree.words(compose(), "services", name, "ports")).contains(published);
    }

    private static JsonElement compose() throws IOException {
        return Tree.document(Folders.text("compose.yaml"));
    }

    @Test
    void clusterAndComposeRunTheSameImages() throws IOException {
        Set<String> inCluster = new TreeSet<>();
        for (Manifest manifest : cluster(text -> text)) {
            manifest.containers()
                    .forEach(one -> inCluster.add(Tree.word(one, "image").orElse("")));
        }
        Set<String> byCompose = new TreeSet<>();
        Tree.entries(compose(), "services")
                .values()
                .forEach(one -> byCompose.add(Tree.word(one, "image").orElse("")));
        assertThat(byCompose).isEqualTo(inCluster).contains("crossdock:" + Folders.version());
    }

    /** A new volume is root's, and the image gives away only the folders that it makes itself. */
    @Test
    void theUserOfTheSftpServerOwnsItsFolderInBoth() throws IOException {
        String[] user = Files.readString(secrets.resolve("users.conf")).strip().split(":", -1);
        String folder = "/home/" + user[0] + "/" + user[4];
        List<String> command = List.of("chown", user[2] + ":" + user[3], folder);
        for (String service : List.of("sftp-folders", "sftp-server")) {
            assertThat(Tree.words(compose(), "services", service, "volumes")).contains("sftp-upload:" + folder);
        }
        assertThat(Tree.words(compose(), "services", "sftp-folders", "entrypoint"))
                .isEqualTo(command);
        assertThat(Tree.word(compose(), "services", "sftp-server", "depends_on", "sftp-folders", "condition"))
                .contains("service_completed_successfully");
        Manifest server = cluster(text -> text).stream()
                .filter(one -> one.kind().equals("Deployment") && one.name().equals("sftp-server"))
                .findFirst()
                .orElseThrow();
        assertThat(Tree.each(server.pods().orElseThrow(), "spec", "initContainers"))
                .anySatisfy(one -> assertThat(Tree.words(one, "command")).isEqualTo(command));
        assertThat(server.containers())
                .allSatisfy(one -> assertThat(Tree.each(one, "volumeMounts"))
                        .anySatisfy(mount ->
                                assertThat(Tree.word(mount, "mountPath")).contains(folder)));
    }

    @Test
    void theBucketIsMadeInBothByTheSameRequest() throws IOException {
        List<String> commands = new ArrayList<>();
        cluster(text -> text).stream()
                .filter(one -> one.name().equals("make-bucket"))
                .forEach(one -> commands.addAll(Tree.words(one.containers().getFirst(), "command")));
        assertThat(commands).hasSize(3).last().asString().contains("$S3_ENDPOINT_URL/data");
        assertThat(Tree.words(compose(), "services", "make-bucket", "command"))
                .containsExactlyElementsOf(
                        commands.stream().map(word -> word.replace("$", "$$")).toList());

        try (Versitygw store = Versitygw.server()) {
            store.start();
            Map<String, String> environment = Map.of(
                    "S3_ENDPOINT_URL", store.endpoint().toString(),
                    "ROOT_ACCESS_KEY", store.accessKeyId(),
                    "ROOT_SECRET_KEY", store.secretAccessKey());
            for (String answer : List.of("200", "409")) { // the second time it is there
                ProgramRun run = ProgramRun.of(secrets, environment, commands);
                assertThat(run.exitCode()).as(run.everything()).isZero();
                assertThat(run.output()).isEqualTo("the store answers " + answer + "\n");
            }
            assertThat(store.keys("data")).isEmpty();
            Map<String, String> wrong = new HashMap<>(environment);
            wrong.put("ROOT_SECRET_KEY", "another");
            assertThat(ProgramRun.of(secrets, wrong, commands).exitCode()).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "install",
                "shell",
                "sftp-server",
                "s3-server",
                "monitoring",
                "dev-setup",
                "run-streamer",
                "generate-test-file",
                "status",
                "clean-all"
            })
    void makeKnowsWhatToDoForEachTargetOfTheArticle(String target) throws IOException {
        String make = RealServers.ofThisMachine().require("make").toString();
        ProgramRun run = ProgramRun.of(secrets, List.of(make, "-n", "-C", Folders.DEPLOY.toString(), target));
        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(Folders.text("Makefile")).containsPattern("(?m)^" + target + ":.* ## .+");
    }

    @Test
    void secretsAreDrawnOnceAndForTheirOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve("sftp-password"))))
                .isEqualTo("rw-------");
        String password = Files.readString(secrets.resolve("sftp-password"));
        assertThat(password).hasSize(30);
        assertThat(run("objects")).isEqualTo(objects).contains(password);
        Path others = Files.createDirectory(secrets.resolve("others"));
        ProgramRun again = ProgramRun.of(
                secrets,
                List.of(KUBERNETES.resolve("playground").resolve("secrets").toString(), others.toString()));
        assertThat(again.exitCode()).as(again.everything()).isZero();
        assertThat(others.resolve("sftp-password")).content().isNotEqualTo(password);
    }

    @Test
    void composeKnowsEveryKeyAndAllThatIsNamed() throws IOException {
        ProgramRun run = composed(Folders.text("compose.yaml"));
        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(ComposeFile.problems(compose())).isEmpty();
        // The name that the configuration of Prometheus has for it.
        assertThat(Folders.text("prometheus", "playground.yml")).contains("'pushgateway:9091'");
        assertThat(Tree.words(compose(), "services", "pushgateway", "ports")).contains("127.0.0.1:9091:9091");
    }

    @Test
    void composeRefusesAKeyItDoesNotKnow() throws IOException {
        String text = Folders.text("compose.yaml");
        ProgramRun run = composed(text.replace("restart: unless-stopped", "restrat: unless-stopped"));
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.error()).contains("restrat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- s3-data:/data | - s3-date:/data | no s3-date",
                "depends_on: [pushgateway] | depends_on: [pushgate] | no pushgate",
                "secrets: [known-hosts] | secrets: [known-host] | no known-host",
                "source: sftp-users | source: sftp-user | no sftp-user",
                "http://s3-server:9000 | http://s3-server:9002 | no port of that service",
                "./prometheus/alerts.yml | ./prometheus/alert.yml | there is no ./prometheus/alert.yml",
            })
    void whatAComposeFileDoesNotHaveIsSeen(String right, String wrong, String problem) throws IOException {
        String text = Folders.text("compose.yaml");
        assertThat(text).contains(right);
        assertThat(ComposeFile.problems(Tree.document(text.replace(right, wrong))))
                .anySatisfy(one -> assertThat(one).contains(problem));
    }

    @Test
    void composeSaysWhatToDoWhenThereAreNoSecrets() throws IOException {
        String program = RealServers.ofThisMachine().require("compose-spec").toString();
        ProgramRun run = ProgramRun.of(
                secrets, List.of(program, Folders.DEPLOY.resolve("compose.yaml").toString()));
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.error()).contains("run kubernetes/playground/secrets first");
    }

    /** Reads a compose file with what `secrets` made. The reader itself looks for variables nowhere, so they are put in. */
    private static ProgramRun composed(String text) throws IOException {
        String filled = text;
        for (String line : Files.readAllLines(secrets.resolve("environment"))) {
            int end = line.indexOf('=');
            filled = filled.replaceAll(
                    "\\$\\{" + line.substring(0, end) + ":\\?[^}]*}",
                    Matcher.quoteReplacement(line.substring(end + 1)));
        }
        assertThat(filled).doesNotContain("${");
        Path folder = Files.createTempDirectory(secrets, "compose");
        Path file = Files.writeString(folder.resolve("compose.yaml"), filled.replace("$$", "$"));
        String program = RealServers.ofThisMachine().require("compose-spec").toString();
        return ProgramRun.of(folder, List.of(program, "--no-interpolation", file.toString()));
    }
}
