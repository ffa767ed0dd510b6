package dev.crossdock.playground;

import dev.crossdock.FileStat;

/**
 * A file that exists only as a rule.
 *
 * @param path absolute path on the server, such as {@code /out/customers.csv}
 * @param stat its size and modification time
 * @param content its bytes
 */
public record GeneratedFile(String path, FileStat stat, GeneratedBytes content) {

    public GeneratedFile {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("a generated file needs an absolute path, not '" + path + "'");
        }
        if (stat.kind() != FileStat.Kind.REGULAR) {
            throw new IllegalArgumentException("a generated file is a regular one");
        }
    }
}
