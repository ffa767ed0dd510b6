package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferOptions;
import dev.crossdock.sftp.SftpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class OptionsTest {

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8),
            0);

    @Test
    void withoutAnyOptionTheDefaultsHold() {
        TransferChoices choices = parse(Map.of());
        assertThat(choices.toOptions()).isEqualTo(TransferOptions.defaults());
        assertThat(choices.memoryBytes()).isEqualTo(64L << 20);
    }

    @Test
    void readsEveryChoice() {
        TransferChoices choices = parse(
                Map.of(),
                "--memory=1GiB",
                "--in-flight=3",
                "--part-size=16M",
                "--bandwidth=20MiB/s",
                "--no-clobber",
                "--always",
                "--require-integrity=full-object");
        assertThat(choices.toOptions())
                .isEqualTo(TransferOptions.defaults()
                        .withInFlightParts(3)
                        .withPartSizeBytes(16L << 20)
                        .withBandwidthBytesPerSecond(20L << 20)
                        .withNoClobber(true)
                        .withAlways(true)
                        .withRequireIntegrity(Integrity.FULL_OBJECT));
        assertThat(choices.memoryBytes()).isEqualTo(1L << 30);
    }

    @Test
    void autoIsTheDefault() {
        assertThat(parse(Map.of(), "--in-flight=auto", "--part-size=auto").toOptions())
                .isEqualTo(TransferOptions.defaults());
    }

    @Test
    void eachLongOptionHasAVariable() {
        TransferChoices choices = parse(Map.of(
                "CROSSDOCK_MEMORY", "32MiB",
                "CROSSDOCK_IN_FLIGHT", "2",
                "CROSSDOCK_NO_CLOBBER", "true",
                "CROSSDOCK_REQUIRE_INTEGRITY", "size"));
        assertThat(choices.memoryBytes()).isEqualTo(32L << 20);
        assertThat(choices.toOptions())
                .isEqualTo(TransferOptions.defaults()
                        .withInFlightParts(2)
                        .withNoClobber(true)
                        .withRequireIntegrity(Integrity.SIZE));
    }

    @Test
    void anOptionBeatsItsVariable() {
        assertThat(parse(Map.of("CROSSDOCK_IN_FLIGHT", "2"), "--in-flight", "5").toOptions())
                .isEqualTo(TransferOptions.defaults().withInFlightParts(5));
        // picocli by itself would turn a flag around that is set in both places
        assertThat(parse(Map.of("CROSSDOCK_NO_CLOBBER", "true"), "--no-clobber").toOptions())
                .isEqualTo(TransferOptions.defaults().withNoClobber(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--memory=0",
                "--memory=lots",
                "--memory=-1",
                "--in-flight=0",
                "--in-flight=x",
                "--part-size=0",
                "--bandwidth=0/s",
                "--connections=0",
                "--host-key=off",
                "--source=parallel",
                "--path-style=maybe",
                "--require-integrity=none",
                "--progress=always",
                "--resume=sometimes",
                "--log-format=xml",
                "--metrics-listen=9401",
                "--metrics-listen=127.0.0.1:70000",
                "--metrics-listen=http://127.0.0.1:9401",
                "--push-at-end=sometimes",
                "--no-such-option",
            })
    void aWrongOptionIsWrongUsageAndSaysWhich(String option) {
        assertThat(execute(Map.of(), "cp", option, "sftp://h/a", "s3://b/k")).isEqualTo(2);
        assertThat(errorText())
                .contains(option.replaceFirst("=.*", ""))
                .contains("--help")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "30s, 30",
        "5m, 300",
        "12h, 43200",
        "7d, 604800",
        "2w, 1209600",
        "1h30m, 5400",
        "7D, 604800",
        "0s, 0",
    })
    void readsTimes(String written, long seconds) {
        assertThat(new Amounts.Time().convert(written)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "-1d", "d", "1.5h", "7 d", "1y", "99999999999d"})
    void aTimeWithoutAUnitIsWrongUsage(String written) {
        assertThat(execute(Map.of(), "cleanup", "s3://b", "--older-than=" + written))
                .isEqualTo(2);
        assertThat(errorText()).contains("--older-than", "7d").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b/prefix", "s3://", "s3:///prefix", "s3://id:geheim@b/prefix"})
    void cleansUpNothingButKeysOfABucket(String target) {
        assertThat(execute(Map.of(), "cleanup", target)).isEqualTo(2);
        assertThat(errorText()).contains("s3://bucket").doesNotContain("geheim").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:9401, 127.0.0.1, 9401", "[::1]:0, ::1, 0", "metrics.example.com:80, metrics.example.com, 80"
    })
    void readsWhereToListen(String written, String host, int port) {
        ListenAddress address = new ListenAddress.Converter().convert(written);
        assertThat(address).isEqualTo(new ListenAddress(host, port)).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
        "--push-gateway=ftp://h, ",
        "--push-gateway=http://u:geheim@h:9091, ",
        "--push-gateway=http://exa mple:9091, ",
        "--push-gateway=http://h:9091, --push-job=",
        "--push-gateway=http://h:9091, --push-instance=",
    })
    void aGatewayThatCanNotBeIsWrongUsage(String gateway, @Nullable String more) {
        List<String> arguments = new ArrayList<>(List.of("cp", "sftp://h/a", "s3://b/k", gateway));
        if (more != null) {
            arguments.add(more);
        }
        assertThat(execute(Map.of(), arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(errorText())
                .contains("--push-gateway")
                .doesNotContain("geheim")
                .hasLineCount(1);
    }

    @Test
    void aGatewayInTheEnvironmentIsHeldAgainstTheSameRules() {
        assertThat(execute(Map.of("PUSH_GATEWAY", "ftp://h"), "cp", "sftp://h/a", "s3://b/k"))
                .isEqualTo(2);
        assertThat(errorText()).contains("PUSH_GATEWAY").hasLineCount(1);
    }

    @Test
    void sequentialReadingHasOneConnection() {
        String[] command = {"cp", "--connections=2", "sftp://h/a", "s3://b/k"};
        assertThat(execute(Map.of("CROSSDOCK_SOURCE", "sequential"), command)).isEqualTo(2);
        assertThat(errorText()).contains("--source sequential", "--connections").hasLineCount(1);
    }

    @Test
    void readsTheSourceAsTold() {
        assertThat(source(Map.of())).isEqualTo(SourceFile.Access.ANY_ORDER);
        assertThat(source(Map.of(), "--source=auto")).isEqualTo(SourceFile.Access.ANY_ORDER);
        assertThat(source(Map.of(), "--source=sequential")).isEqualTo(SourceFile.Access.ASCENDING);
        assertThat(source(Map.of("CROSSDOCK_SOURCE", "sequential"))).isEqualTo(SourceFile.Access.ASCENDING);
    }

    @Test
    void aWrongVariableIsNamed() {
        assertThat(execute(Map.of("CROSSDOCK_IN_FLIGHT", "many"), "cp", "sftp://h/a", "s3://b/k"))
                .isEqualTo(2);
        assertThat(errorText()).contains("CROSSDOCK_IN_FLIGHT");
    }

    @Test
    void suggestsWhatWasMeant() {
        assertThat(execute(Map.of(), "cp", "--no-clober", "sftp://h/a", "s3://b/k"))
                .isEqualTo(2);
        assertThat(errorText()).contains("--no-clobber");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--password=geheim", "sftp://u:geheim@host/a"})
    void doesNotRepeatWhatMayBeASecret(String argument) {
        assertThat(execute(Map.of(), "cp", "sftp://h/a", "s3://b/k", argument)).isEqualTo(2);
        assertThat(errorText()).doesNotContain("geheim").contains("--help");
    }

    @Test
    void namesTheCommandsWhereThereIsNoSuch() {
        assertThat(execute(Map.of(), "frobnicate")).isEqualTo(2);
        assertThat(errorText()).contains("no such command", "cp, ", "cleanup").hasLineCount(1);
    }

    @Test
    void saysAWrongOptionAsAnEventToo() {
        assertThat(execute(Map.of(), "cp", "--json", "--no-such-option")).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"event\":\"failed\",\"code\":2,");
    }

    /** Whatever is wrong with the rest of it. */
    @ParameterizedTest
    @CsvSource({
        "CROSSDOCK_JSON=true, --no-such-option",
        "CROSSDOCK_JSON=true, --memory=lots",
        "CROSSDOCK_JSON=true, --push-gateway=ftp://h",
        "CROSSDOCK_LOG_FORMAT=xml, --json",
        "CROSSDOCK_IN_FLIGHT=many, --json",
    })
    void whoAskedForEventsIsToldOfWrongUsageByOne(String variable, String option) {
        String[] nameAndValue = variable.split("=", -1);
        int code = execute(Map.of(nameAndValue[0], nameAndValue[1]), "cp", "sftp://h/a", "s3://b/k", option);
        assertThat(code).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"event\":\"failed\",\"code\":2,");
        assertThat(errorText()).hasLineCount(1);
    }

    /** A slip in a name would otherwise be a default that nobody wanted. */
    @Test
    void aVariableOfTheFileThatNoOptionHasIsNamedOnce() throws IOException {
        Files.writeString(folder.resolve(".env"), """
                CROSSDOCK_MEMROY=1GiB
                CROSSDOCK_COLOUR=blue
                CROSSDOCK_IN_FLIGHT=4
                CROSSDOCK_OLDER_THAN=2d
                CROSSDOCK_JAVA_HOME=/nowhere
                CROSSDOCK_HIDDEN=1
                OTHERS=1
                """);
        Environment environment = Environment.of(Map.of("CROSSDOCK_HIDDEN", "", "CROSSDOCK_FOREIGN", "1"), folder);
        int code = Main.commandLine(terminal, environment, "cp").execute("cp", "nowhere", "s3://b/k");
        assertThat(code).isEqualTo(2);
        assertThat(errorText().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("CROSSDOCK_MEMROY", "did you mean CROSSDOCK_MEMORY?"))
                .anySatisfy(
                        line -> assertThat(line).contains("CROSSDOCK_COLOUR").doesNotContain("did you mean"))
                .anySatisfy(line -> assertThat(line).contains("sftp://"));
        error.reset();
        assertThat(Main.commandLine(terminal, environment).execute("cp", "--help"))
                .isZero();
        assertThat(errorText()).isEmpty();
    }

    @Test
    void helpFitsEightyColumns() {
        CommandLine line = Main.commandLine(terminal, Environment.of(Map.of(), Path.of("no-such-folder")));
        for (CommandLine command : new CommandLine[] {
            line,
            line.getSubcommands().get("cp"),
            line.getSubcommands().get("cleanup"),
            line.getSubcommands().get("demo")
        }) {
            assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
                    .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(80));
        }
    }

    private TransferChoices parse(Map<String, String> environment, String... options) {
        CommandLine line = new CommandLine(new Holder())
                .setDefaultValueProvider(new OptionDefaults(Environment.of(environment, Path.of("no-such-folder"))));
        line.parseArgs(options);
        return line.<Holder>getCommand().choices;
    }

    private static SourceFile.Access source(Map<String, String> variables, String... options) {
        Environment environment = Environment.of(variables, Path.of("no-such-folder"));
        CommandLine line = new CommandLine(new SourceHolder()).setDefaultValueProvider(new OptionDefaults(environment));
        line.parseArgs(options);
        SourceOptions source = line.<SourceHolder>getCommand().source;
        SourceAddress address = SourceAddress.parse("sftp://somebody@h/a", "source", environment);
        try (SftpServer server = source.open(address, environment);
                SourceFile file = server.file("/a")) {
            return file.access();
        }
    }

    private int execute(Map<String, String> environment, String... arguments) {
        return Main.commandLine(terminal, Environment.of(environment, Path.of("no-such-folder")), arguments)
                .execute(arguments);
    }

    private String errorText() {
        return error.toString(StandardCharsets.UTF_8);
    }

    @CommandLine.Command
    private static final class SourceHolder {
        @CommandLine.Mixin
        private SourceOptions source = new SourceOptions();
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private TransferChoices choices = new TransferChoices();
    }
}
