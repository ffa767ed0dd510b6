package dev.crossdock.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are: tests run in the module's own folder. */
final class Folders {

    static final Path DEPLOY = Path.of("").toAbsolutePath();
    static final Path ROOT = DEPLOY.resolveSibling("");
    static final Path DISTRIBUTION = DEPLOY.resolveSibling(Path.of("cli", "target", "crossdock"));

    private Folders() {}

    static String text(String first, String... more) throws IOException {
        return Files.readString(DEPLOY.resolve(Path.of(first, more)));
    }

    /** All files below a folder with names that end so, in the order of their names. */
    static List<Path> below(Path folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(end)).sorted().toList();
        }
    }

    /** The version of the build. */
    static String version() {
        return System.getProperty("crossdock.version", "");
    }
}
