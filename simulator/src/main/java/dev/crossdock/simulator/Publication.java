package dev.crossdock.simulator;

import dev.crossdock.Crc32c;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoredObject;
import java.util.List;
import java.util.Optional;

/**
 * An object that became visible.
 *
 * @param by whose request made it so
 * @param inOneRequest whether it was put at once
 * @param partsConfirmed what it says of itself
 */
record Publication(
        ObjectKey key,
        SourceIdentity source,
        List<Segment> segments,
        String eTag,
        RunRecord by,
        boolean inOneRequest,
        boolean partsConfirmed) {

    long sizeBytes() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    Crc32c crc32c() {
        Crc32c whole = Crc32c.EMPTY;
        for (Segment segment : segments) {
            whole = whole.then(segment.crc32c(), segment.length());
        }
        return whole;
    }

    boolean damaged() {
        return segments.stream().anyMatch(Segment::damaged);
    }

    /** Whether its bytes are those of a version, compared piece by piece. */
    boolean holds(FileVersion version) {
        if (sizeBytes() != version.sizeBytes()) {
            return false;
        }
        long offset = 0;
        for (Segment segment : segments) {
            if (!segment.crc32c().equals(Bytes.crc32c(version.content(), offset, segment.length()))) {
                return false;
            }
            offset += segment.length();
        }
        return true;
    }

    StoredObject seen(boolean withChecksum) {
        return new StoredObject(
                sizeBytes(),
                eTag,
                Optional.of(source),
                withChecksum ? Optional.of(crc32c()) : Optional.empty(),
                partsConfirmed);
    }
}
