package dev.crossdock.cli;

import dev.crossdock.ObjectStore;
import dev.crossdock.engine.Cleanup;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossdock cleanup}. */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Aborts uploads that were begun long ago and never finished: nobody sees them, but they are paid for.",
        footer = {
            "",
            "Nothing in a store says who began an upload. Crossdock recognises its own by",
            "the size of their parts and aborts those; for all others it asks on a",
            "terminal, and elsewhere needs --all. One without any part is nobody's to",
            "recognise: it costs nothing, and is kept without --all or a yes.",
            "",
            "Exit codes: 0 done, 2 wrong usage, or some would have needed --all,",
            "3 authentication, 7 store or network failed."
        })
final class CleanupCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Environment environment;

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = {
                "s3://bucket/prefix: every key that begins with it;",
                "s3://bucket/folder/ for those in a folder, or",
                "s3://bucket for all. Some stores (MinIO) list",
                "uploads only where it is a whole key."
            })
    private String target = "";

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "7d",
            converter = Amounts.Time.class,
            description = {
                "Leave alone what was begun, or got a part, since:",
                "30s, 5m, 12h, 7d (default: ${DEFAULT-VALUE})."
            })
    private Duration olderThan = Duration.ofDays(7);

    @Option(
            names = "--all",
            fallbackValue = "true",
            description = "Abort also what is not recognised as begun by Crossdock; never asks.")
    private boolean all;

    @Option(names = "--dry-run", fallbackValue = "true", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Say nothing but errors.")
    private boolean quiet;

    @Option(names = "--json", fallbackValue = "true", description = "One event per line on stdout, as JSON objects.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description = "Say on stderr what is done, and show where an error came from.")
    private boolean verbose;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = OutputOptions.LogFormatWord.class,
            description = "text, or json: errors, warnings and logs on stderr are JSON objects, one on a line"
                    + " (default: ${DEFAULT-VALUE}).")
    private LogSetup.Format logFormat = LogSetup.Format.TEXT;

    CleanupCommand(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        LogSetup.choose(verbose, logFormat, terminal);
        AwsProperties.of(environment).forEach(System::setProperty);
        TargetPrefix prefix = TargetPrefix.parse(target);
        NativeProvider.install();
        CleanupReport report = json ? new CleanupJson(terminal) : new CleanupText(terminal, quiet);
        // A program that reads events can't answer a question in the midst of them.
        Confirmation confirmation = json ? Confirmation.NOBODY : TerminalConfirmation.ofProcess();
        try (ObjectStore store = storeOptions.open(environment)) {
            CleanupRun run = new CleanupRun(new Cleanup(store), report, confirmation, Clock.systemUTC());
            return run.clean(prefix, new CleanupRun.Choices(olderThan, all, dryRun))
                    .number();
        }
    }
}
