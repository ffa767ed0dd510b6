package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.sftp.SftpServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossdock cp}. */
@Command(
        name = CopyCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Copies a file from an SFTP server to an S3-compatible store.",
        footer = {
            "",
            "Each long option can be set in the environment or in a .env file in the",
            "working folder: --in-flight is CROSSDOCK_IN_FLIGHT. So can SFTP_HOST, SFTP_PORT,",
            "SFTP_USER, SFTP_PASSWORD, S3_BUCKET, S3_ENDPOINT_URL, PUSH_GATEWAY and what the",
            "AWS SDK reads, such as AWS_ACCESS_KEY_ID, AWS_PROFILE and AWS_REGION.",
            "An option beats the environment, the environment beats .env.",
            "",
            "Exit codes: 0 done, 1 defect, 2 wrong usage, 3 authentication or host key,",
            "4 source not found or unreadable, 5 source changed meanwhile, 6 integrity,",
            "7 store or network failed, 9 target exists, 10 unconfirmed,",
            "130 SIGINT, 143 SIGTERM."
        })
final class CopyCommand implements Callable<Integer> {

    static final String NAME = "cp";

    private final Terminal terminal;
    private final Environment environment;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = {
                "sftp://[user@]host[:port]/path, or",
                "sftp://host/~/path (below the home folder), or",
                "/path where SFTP_HOST is set.",
                "In a URL %%25 stands for a percent sign."
            })
    private String source = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TARGET",
            description = {
                "s3://bucket/key, or",
                "s3://bucket/prefix/ to keep the file's name, or",
                "nothing where S3_BUCKET is set: the key is then",
                "the path without its leading slash."
            })
    private @Nullable String target;

    @Mixin
    private SourceOptions sourceOptions = new SourceOptions();

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private TransferChoices choices = new TransferChoices();

    @Option(names = "--dry-run", fallbackValue = "true", description = "Print the plan, move nothing.")
    private boolean dryRun;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private TelemetryOptions telemetryOptions = new TelemetryOptions();

    CopyCommand(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        output.setUpLogs(terminal);
        Interrupts interrupts = Interrupts.install(terminal);
        AwsProperties.of(environment).forEach(System::setProperty);
        // First of all: what is wrong with the rest is a failure too, and is to be seen as one.
        try (Telemetry telemetry = dryRun ? Telemetry.OFF : telemetryOptions.open(terminal, environment)) {
            return copy(interrupts, telemetry).number();
        }
    }

    private ExitCode copy(Interrupts interrupts, Telemetry telemetry) {
        SourceAddress from = SourceAddress.parse(source, "source", environment);
        ObjectKey to = TargetAddress.parse(target, from, environment);
        NativeProvider.install();
        terminal.beginWork(sourceOptions.filesToRead());
        try (SftpServer server = sourceOptions.open(from, environment);
                ObjectStore store = storeOptions.open(environment);
                Report report = output.report(terminal)) {
            Copy copy = new Copy(server.file(from.path()), store, to, choices.toOptions(), choices.memoryBytes());
            return dryRun ? copy.plan(report) : copy.run(report, interrupts, telemetry.listener());
        }
    }
}
