package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.TransferException;
import dev.crossdock.TransferReceipt;
import dev.crossdock.bench.DownloadThenUpload;
import dev.crossdock.sftp.SftpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossdock download-then-upload}: what {@code bench} runs as a process of its own to compare {@code cp} with. */
@Command(
        name = "download-then-upload",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Downloads a file to a local folder and then uploads it, as bench compares cp with.")
final class DownloadThenUploadCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Environment environment;

    @Parameters(index = "0", paramLabel = "SOURCE")
    private String source = "";

    @Parameters(index = "1", paramLabel = "TARGET")
    private String target = "";

    @Option(names = "--folder", required = true, paramLabel = "DIR", description = "Where the file is meanwhile.")
    private Path folder = Path.of("");

    @Mixin
    private SourceOptions sourceOptions = new SourceOptions();

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    DownloadThenUploadCommand(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        output.setUpLogs(terminal);
        AwsProperties.of(environment).forEach(System::setProperty);
        SourceAddress from = SourceAddress.parse(source, "source", environment);
        ObjectKey to = TargetAddress.parse(target, from, environment);
        NativeProvider.install();
        terminal.beginWork(sourceOptions.filesToRead());
        try (SftpServer server = sourceOptions.open(from, environment);
                ObjectStore store = storeOptions.open(environment);
                Report report = output.report(terminal)) {
            return run(
                            new DownloadThenUpload(server.file(from.path()), store, to, folder, ProcessThreads.FACTORY),
                            report)
                    .number();
        }
    }

    private static ExitCode run(DownloadThenUpload way, Report report) {
        try {
            TransferReceipt receipt = way.run();
            report.close();
            report.completed(receipt);
            return ExitCode.DONE;
        } catch (TransferException e) {
            Failures.log(e);
            ExitCode code = ExitCode.of(e);
            report.failed(code, String.valueOf(e.getMessage()), e.hint());
            return code;
        } catch (IOException e) {
            Failures.log(e);
            report.failed(
                    ExitCode.FAILED,
                    "The file could not be kept in " + way.folder() + ": " + e.getMessage(),
                    "look whether its disk is full");
            return ExitCode.FAILED;
        }
    }
}
