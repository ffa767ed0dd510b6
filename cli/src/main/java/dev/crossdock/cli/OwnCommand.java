package dev.crossdock.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command itself, to be run as another process.
 *
 * @param launcher the script that runs it
 */
record OwnCommand(Path launcher) {

    /** The one that started this process; it says where it lies. */
    static OwnCommand ofProcess() {
        Path launcher = Path.of(System.getProperty("crossdock.home", ""), "bin", "crossdock");
        if (!Files.isExecutable(launcher)) {
            throw new UsageException(
                    "The launcher that runs the command as a process of its own was not found",
                    "start bench by the crossdock script of the package or the checkout");
        }
        return new OwnCommand(launcher.toAbsolutePath());
    }

    List<String> words(String verb, List<String> options, String... arguments) {
        List<String> words = new ArrayList<>(List.of(launcher.toString(), verb, "--json"));
        words.addAll(options);
        words.addAll(List.of(arguments));
        return words;
    }
}
