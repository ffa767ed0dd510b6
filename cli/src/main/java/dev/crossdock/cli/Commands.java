package dev.crossdock.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/** Makes the verbs, and gives them what they need from outside. */
final class Commands implements IFactory {

    private static final List<Class<?>> VERBS = List.of(
            CopyCommand.class,
            CleanupCommand.class,
            DemoCommand.class,
            GenerateCommand.class,
            BenchCommand.class,
            DownloadThenUploadCommand.class);

    private final Terminal terminal;
    private final Environment environment;

    Commands(Terminal terminal, Environment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /** Adds the verb that the arguments begin with, or all of them: each takes picocli some milliseconds to look at. */
    CommandLine addTo(CommandLine line, String... arguments) {
        Optional<Class<?>> named = VERBS.stream()
                .filter(verb -> arguments.length > 0 && name(verb).equals(arguments[0]))
                .findFirst();
        named.<List<Class<?>>>map(List::of).orElse(VERBS).forEach(verb -> line.addSubcommand(name(verb), verb));
        return line;
    }

    private static String name(Class<?> verb) {
        return verb.getAnnotation(Command.class).name();
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
