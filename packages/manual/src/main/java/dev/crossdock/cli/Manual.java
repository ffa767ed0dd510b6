package dev.crossdock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes what a package brings beside the command, out of the command's own description of its options: a page for each
 * verb in AsciiDoc, which becomes a man page, and the completion for bash and zsh.
 *
 * <p>Argument: the folder, which is made if it is missing.
 */
public final class Manual {

    private static final boolean[] QUIET = {};

    private Manual() {}

    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        CommandLine command =
                Main.commandLine(new Terminal(System.out, System.err, 0), Environment.of(Map.of(), folder));
        String name = command.getCommandName();
        Files.writeString(folder.resolve(name + ".bash"), AutoComplete.bash(name, command));
        int exit = ManPageGenerator.generateManPage(folder.toFile(), null, QUIET, false, specs(command));
        if (exit != CommandLine.ExitCode.OK) {
            throw new UncheckedIOException(new IOException("picocli could not write the pages: " + exit));
        }
    }

    private static CommandSpec[] specs(CommandLine command) {
        List<CommandSpec> specs = new ArrayList<>();
        specs.add(forAPage(command));
        command.getSubcommands().values().forEach(verb -> specs.add(forAPage(verb)));
        return specs.toArray(CommandSpec[]::new);
    }

    private static CommandSpec forAPage(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        // The usual version says on which Java it runs, which here is that of the build.
        spec.versionProvider(null).version("crossdock " + Version.number());
        // Without a heading what stands below the options would be left out.
        spec.usageMessage().footerHeading("Notes%n");
        return spec;
    }
}
