package dev.crossdock.sftp;

import dev.crossdock.SourceException;

/** Whose a request on one connection is. */
sealed interface Asker permits Exchange, RangeShare {

    /** Nothing that was asked comes any more. Never blocks. */
    void lost(SourceException cause);
}
