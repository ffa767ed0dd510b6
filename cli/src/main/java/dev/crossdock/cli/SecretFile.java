package dev.crossdock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a secret. */
final class SecretFile {

    private SecretFile() {}

    /**
     * The first line, without its end.
     *
     * @param option the option that named the file
     * @throws UsageException if it can't be read or is empty
     */
    static char[] firstLine(Path file, String option) {
        String line;
        try {
            line = Files.readString(readable(file, option)).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UsageException(
                    "The file " + file + " that " + option + " names can't be read", "it must be text in UTF-8");
        }
        if (line.isEmpty()) {
            throw new UsageException(
                    "The file " + file + " that " + option + " names has an empty first line",
                    "put the secret there, and nothing else");
        }
        return line.toCharArray();
    }

    /** @throws UsageException if there is no such file, or this user may not read it */
    static Path readable(Path file, String option) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException(
                    "There is no readable file " + file + ", which " + option + " names", "check the name");
        }
        return file;
    }
}
