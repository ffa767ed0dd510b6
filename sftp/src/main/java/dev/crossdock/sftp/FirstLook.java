package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import java.util.Optional;

/**
 * What was found when a file was looked at first, without opening it: a FIFO would wait for somebody to write into it.
 *
 * @param location with the real path, as far as the server resolves it
 * @param stat of a regular file
 */
record FirstLook(SourceLocation location, FileStat stat) {

    /**
     * Asks the server.
     *
     * @param askedPath absolute, or relative to the home folder
     * @param asked the same for people
     */
    static FirstLook at(String askedPath, SourceLocation asked, SftpConnection connection, Lifetime lifetime)
            throws SourceException {
        FileQuestions questions = new FileQuestions(connection, asked, lifetime);
        long askedNanos = System.nanoTime();
        Exchange realPath = questions.askRealPath(askedPath);
        FileStat stat = questions.stat(askedPath);
        connection.answeredWithin(System.nanoTime() - askedNanos);
        Optional<String> path = questions.realPath(realPath);
        SourceLocation real = path.map(
                        resolved -> new SourceLocation(asked.user(), asked.host(), asked.port(), resolved))
                .orElse(asked);
        return switch (stat.kind()) {
            case DIRECTORY -> throw FileFailure.directory(real.toString());
            case SPECIAL -> throw FileFailure.special(real.toString());
            case REGULAR -> new FirstLook(real, stat);
        };
    }

    /** The same file, of which an open handle says this. */
    FirstLook opened(FileStat now) {
        return new FirstLook(location, now);
    }

    /** The error that it is not the same file any more. */
    SourceException changedTo(FileStat now) {
        return FileFailure.changed(
                location.toString(),
                stat.sizeBytes() != now.sizeBytes()
                        ? "it had " + stat.sizeBytes() + " bytes and now has " + now.sizeBytes()
                        : "its modification time moved");
    }

    /** The error that it is not there any more. */
    SourceException gone() {
        return FileFailure.changed(location.toString(), "it is gone");
    }
}
