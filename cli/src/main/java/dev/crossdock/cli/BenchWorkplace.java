package dev.crossdock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local folder for what lives as long as a comparison, or a run of it. Deleted in the end.
 *
 * @param folder it
 */
record BenchWorkplace(Path folder) implements AutoCloseable {

    static BenchWorkplace in(Path parent) throws BenchFailure {
        try {
            return new BenchWorkplace(
                    Files.createTempDirectory(parent, "crossdock-bench-").toRealPath());
        } catch (IOException e) {
            throw new BenchFailure(
                    ExitCode.FAILED,
                    "No folder could be made in " + parent + " for downloads: " + e.getMessage(),
                    "name another by --folder",
                    e);
        }
    }

    /** An empty folder in it. */
    BenchWorkplace room() throws BenchFailure {
        return in(folder);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            Failures.log(e);
        }
    }
}
