package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.Objects;

/** One failure can meet many who wait: each gets an exception of his own, with his own stack trace. */
final class Rethrown {

    private Rethrown() {}

    static SourceException from(SourceException failure) {
        return new SourceException(
                failure.kind(), Objects.requireNonNullElse(failure.getMessage(), ""), failure.hint(), failure);
    }
}
