package dev.crossdock.simulator;

import dev.crossdock.Crc32c;
import dev.crossdock.FileStat;
import dev.crossdock.SourceIdentity;
import dev.crossdock.SourceLocation;

/**
 * What a simulated file held at some time.
 *
 * @param content which bytes, see {@link Bytes}
 */
record FileVersion(SourceLocation location, long sizeBytes, long modifiedEpochSeconds, long content) {

    FileStat stat() {
        return FileStat.regular(sizeBytes, modifiedEpochSeconds);
    }

    SourceIdentity identity() {
        return SourceIdentity.of(location, stat());
    }

    Crc32c crc32c() {
        return Bytes.crc32c(content, 0, sizeBytes);
    }
}
