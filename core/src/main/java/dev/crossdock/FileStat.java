package dev.crossdock;

/**
 * What a server says of a file without reading it. Two equal stats of a regular file are taken for the same version of
 * it: SFTP version 3 has no more to offer (modification times in whole seconds, no inode).
 *
 * @param sizeBytes size in bytes, 0 or more
 * @param modifiedEpochSeconds modification time in seconds since 1970-01-01 UTC; {@link #UNKNOWN_TIME} where the server
 *     does not say: then two versions of the same size can't be told apart
 * @param kind what lies at the path, symbolic links followed
 */
public record FileStat(long sizeBytes, long modifiedEpochSeconds, Kind kind) {

    /** The modification time of a file of which the server says none. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    /** What lies at a path. */
    public enum Kind {
        REGULAR,
        DIRECTORY,
        /** A FIFO, a device or a socket: opening one could block for ever. */
        SPECIAL
    }

    public FileStat {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a file's size can't be negative: " + sizeBytes);
        }
    }

    /** Whether the server says when the file was modified. */
    public boolean timeKnown() {
        return modifiedEpochSeconds != UNKNOWN_TIME;
    }

    /** A regular file. */
    public static FileStat regular(long sizeBytes, long modifiedEpochSeconds) {
        return new FileStat(sizeBytes, modifiedEpochSeconds, Kind.REGULAR);
    }
}
