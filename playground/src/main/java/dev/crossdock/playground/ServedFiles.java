package dev.crossdock.playground;

import java.nio.file.Path;
import java.util.List;

/** What an embedded SFTP server serves. */
public sealed interface ServedFiles {

    /**
     * A folder, for reading and writing. A client sees it as {@code /} and can't leave it.
     *
     * @param root an existing folder
     */
    record Folder(Path root) implements ServedFiles {}

    /**
     * Made-up files, for reading only in the sense that what is written is forgotten with the server.
     *
     * @param files each at its own path
     */
    record Generated(List<GeneratedFile> files) implements ServedFiles {

        public Generated {
            files = List.copyOf(files);
        }
    }
}
