package dev.crossdock.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the verbs, and gives them what they need from outside. */
final class Commands implements IFactory {

    private final Terminal terminal;
    private final Environment environment;

    Commands(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == CopyCommand.class) {
            return type.cast(new CopyCommand(terminal, environment));
        }
        if (type == CleanupCommand.class) {
            return type.cast(new CleanupCommand(terminal, environment));
        }
        if (type == DemoCommand.class) {
            return type.cast(new DemoCommand(terminal));
        }
        if (type == GenerateCustomersCommand.class) {
            return type.cast(new GenerateCustomersCommand(terminal, environment));
        }
        if (type == BenchCommand.class) {
            return type.cast(new BenchCommand(terminal, environment));
        }
        if (type == DownloadThenUploadCommand.class) {
            return type.cast(new DownloadThenUploadCommand(terminal, environment));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
