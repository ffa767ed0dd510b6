package dev.crossdock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code crossdock demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Shows the whole job on this machine alone: starts an SFTP server and an S3 store inside this process,"
                        + " makes up a file, moves it, and compares both ends byte by byte. Nothing is written to disk.")
final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            converter = Amounts.Size.class,
            description = "Size of the made-up file (default: ${DEFAULT-VALUE}).")
    private long sizeBytes;

    @Mixin
    private TransferChoices choices = new TransferChoices();

    @Mixin
    private OutputOptions output = new OutputOptions();

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        output.setUpLogs(terminal);
        Playground.require();
        NativeProvider.install();
        terminal.beginWork(List.of());
        return new Demo(terminal, sizeBytes, choices, output).run().number();
    }
}
