package dev.crossdock.cli;

import dev.crossdock.sftp.SftpServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossdock generate customers}. */
@Command(
        name = "customers",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Streams a CSV table of made-up customers to an SFTP server.",
        footer = {
            "",
            "The table has a header line and ends with a whole line: the last one with",
            "which it is not larger than was wished. The same seed and size give the same",
            "bytes. Until it is complete, the file has a temporary name beside its own.",
            "",
            "Exit codes: 0 done, 2 wrong usage, 3 authentication, host key or no",
            "permission, 7 no such folder, no room or network failed, 9 the file exists,",
            "130 SIGINT, 143 SIGTERM."
        })
final class GenerateCustomersCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Environment environment;

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description = {
                "sftp://[user@]host[:port]/path, or",
                "sftp://host/~/path (below the home folder), or",
                "/path where SFTP_HOST is set."
            })
    private String target = "";

    @Option(
            names = "--size",
            required = true,
            paramLabel = "SIZE",
            converter = Amounts.Size.class,
            description = "The wished size: 64MiB, 10GiB.")
    private long sizeBytes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What the customers follow from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--force", fallbackValue = "true", description = "Replace an existing file.")
    private boolean force;

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    GenerateCustomersCommand(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        output.setUpLogs(terminal);
        Playground.require();
        Interrupts interrupts = Interrupts.install(terminal, "a half-written file may be left on the server");
        SourceAddress to = SourceAddress.parse(target, "target", environment);
        Generation generation = new Generation(to.path(), sizeBytes, seed, force);
        NativeProvider.install();
        terminal.beginWork(login.filesToRead());
        try (SftpServer server = login.describe(to, environment).build()) {
            GenerationReport report =
                    output.json() ? new GenerationJson(terminal) : new GenerationText(terminal, output);
            return generation.run(server, report, interrupts).number();
        }
    }
}
