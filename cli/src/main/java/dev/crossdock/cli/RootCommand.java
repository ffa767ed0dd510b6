package dev.crossdock.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crossdock}. Its verbs are added by {@link Commands}. */
@Command(
        name = "crossdock",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Streams files from SFTP servers to S3-compatible stores, through memory alone, and proves what arrived.",
        footer = {
            "",
            "Try it here and now:  crossdock demo",
            "Then for real:        crossdock cp sftp://you@host/path/file s3://bucket/key"
        })
final class RootCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "There is no command; use cp, cleanup, demo, generate or bench, or --help");
        }
    }
}
