package dev.crossdock.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossdock bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Compares streaming with downloading and then uploading, on your servers or on this machine alone.",
        footer = {
            "",
            "Each run is a whole process; the contenders take turns, and what is said are",
            "medians. The download goes to --folder, with several connections, and is then",
            "uploaded in parallel parts. Each object is compared with its file. Files and",
            "objects are deleted in the end.",
            "",
            "Exit codes: 0 done, whoever won, 2 wrong usage, 3 authentication, host key or",
            "no permission, 6 an object is not what was sent, 7 a server or the network",
            "failed, 130 SIGINT, 143 SIGTERM."
        })
final class BenchCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Environment environment;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description = {
                "sftp://[user@]host[:port]/folder/: where the files",
                "are made; nothing for servers inside this machine."
            })
    private @Nullable String source;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TARGET",
            description = {"s3://bucket/prefix/: where the objects are made."})
    private @Nullable String target;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "SIZE",
            defaultValue = "1MiB,32MiB,256MiB,1GiB",
            converter = Amounts.Size.class,
            description = "Sizes of the files (default: ${DEFAULT-VALUE}).")
    private List<Long> sizesBytes = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is run at each size (default: " + BenchPlan.USUAL_ROUNDS
                    + ", and once above 4 GiB).")
    private @Nullable Integer rounds;

    @Option(
            names = "--peers",
            fallbackValue = "true",
            description = "Also run rclone, and sftp with aws s3 cp, where they are installed.")
    private boolean peers;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the result.")
    private @Nullable Path plot;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where downloads go (default: the folder for temporary files).")
    private @Nullable Path folder;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What the files' contents follow from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    BenchCommand(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        output.setUpLogs(terminal);
        Playground.require();
        Interrupts interrupts = Interrupts.install(terminal, "made-up files and objects may be left at the servers");
        AwsProperties.of(environment).forEach(System::setProperty);
        BenchPlan plan = BenchPlan.of(sizesBytes, wishedRounds(), seed, folder, plot);
        OwnCommand command = OwnCommand.ofProcess();
        NativeProvider.install();
        try (BenchWorkplace workplace = BenchWorkplace.in(plan.folder());
                BenchEnds ends = ends(workplace);
                BenchReport report = output.json() ? new BenchJson(terminal) : new BenchText(terminal, output)) {
            ends.memoryBytes().ifPresent(plan::requireThatServersCanKeepIt);
            BenchContenders contenders = BenchContenders.of(ends, command, peers);
            return new Bench(plan, ends, contenders, workplace, report, interrupts)
                    .run()
                    .number();
        } catch (BenchFailure e) {
            Failures.log(e);
            BenchFailure.say(e, output.json(), terminal);
            return e.code().number();
        }
    }

    private BenchEnds ends(BenchWorkplace workplace) throws BenchFailure, IOException {
        return source == null
                ? EmbeddedServers.start(workplace)
                : GivenServers.of(source, target, login, storeOptions, environment);
    }

    private OptionalInt wishedRounds() {
        return rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds);
    }
}
