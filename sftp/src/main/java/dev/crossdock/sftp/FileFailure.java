package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;

/** Says why a file can't be had, in our words: from the server's status to the kind that decides what happens next. */
final class FileFailure {

    private FileFailure() {}

    /** A question about a path, or opening it, was answered by a status. */
    static SourceException of(String file, Status status) {
        return switch (status.code()) {
            case NO_SUCH_FILE ->
                new SourceException(
                        Kind.NOT_FOUND,
                        "There is no file " + file + ".",
                        "check the path; below the home folder it is written sftp://host/~/path");
            case PERMISSION_DENIED ->
                new SourceException(
                        Kind.UNREADABLE,
                        "The server does not permit reading " + file + ".",
                        "ask for read permission on the file, and for search permission on the folders above it");
            case NO_CONNECTION, CONNECTION_LOST ->
                new SourceException(
                        Kind.NETWORK,
                        "The server lost its own connection to " + file + ": " + status.words() + ".",
                        "look at the server's own log, and at the storage behind it");
            case OK, EOF, FAILURE, BAD_MESSAGE, OP_UNSUPPORTED ->
                new SourceException(
                        Kind.UNREADABLE,
                        "The server could not open " + file + ": " + status.words() + ".",
                        "the server's own log may say more");
        };
    }

    /** A READ was answered by a status. */
    static SourceException whileReading(OpenFile file, Status status) {
        return switch (status.code()) {
            case EOF -> changed(file.toString(), "it got shorter");
            case NO_SUCH_FILE -> changed(file.toString(), "it is gone");
            case PERMISSION_DENIED ->
                new SourceException(
                        Kind.UNREADABLE, "The server stopped to permit reading " + file + ".", "ask who changed that");
            case NO_CONNECTION, CONNECTION_LOST ->
                new SourceException(
                        Kind.NETWORK,
                        "The server lost its own connection to " + file + ": " + status.words() + ".",
                        "look at the server's own log, and at the storage behind it");
            // What OpenSSH says when its own read() fails (an I/O error, a network file system that timed out), and
            // other servers when their storage does: it let the file be opened, so another attempt may do better.
            case FAILURE ->
                new SourceException(
                        Kind.NETWORK,
                        "The server failed to read " + file + ": " + status.words() + ".",
                        "look at the server's own log, and at the disk or the storage behind it");
            case OK, BAD_MESSAGE, OP_UNSUPPORTED ->
                new SourceException(
                        Kind.UNREADABLE,
                        "The server could not read " + file + ": " + status.words() + ".",
                        "the server's own log may say more");
        };
    }

    static SourceException directory(String file) {
        return new SourceException(
                Kind.UNREADABLE,
                file + " is a directory.",
                "name one of the files in it; whole folders can't be copied");
    }

    static SourceException special(String file) {
        return new SourceException(
                Kind.UNREADABLE,
                file + " is not a regular file but a FIFO, a device or a socket.",
                "only a file of known size can be moved");
    }

    /** What could be opened once only can't be opened again. */
    static SourceException readOnlyOnce(String file, long offset, SourceException refusal) {
        return new SourceException(
                Kind.UNREADABLE,
                file + " could be read only once, and the reading broke off at byte " + offset
                        + "; now the server says: " + refusal.getMessage(),
                "have the file put there again, then start again",
                refusal);
    }

    static SourceException changed(String file, String how) {
        return new SourceException(
                Kind.CHANGED,
                file + " changed while it was read: " + how + ".",
                "start again when nobody writes to it any more");
    }
}
