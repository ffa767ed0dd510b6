package dev.crossdock.sftp;

import dev.crossdock.ByteRange;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks for one byte where a file should have ended. It is settled well either way: by the end, or by a byte. */
final class EndProbe extends RangeRequest {

    private final AtomicBoolean atEnd = new AtomicBoolean();

    EndProbe(OpenFile file, long sizeBytes) {
        super(
                file.toString(),
                new ByteRange(sizeBytes, 1),
                (offset, bytes, from, length) -> {},
                file.connection().stallNanos());
    }

    /** Whether the file ended there; to be asked when it is settled. */
    boolean atEnd() {
        return atEnd.get();
    }

    @Override
    void refused(OpenFile file, Status status) {
        if (status.code() == StatusCode.EOF) {
            atEnd.set(true);
            end(null);
        } else {
            super.refused(file, status);
        }
    }
}
