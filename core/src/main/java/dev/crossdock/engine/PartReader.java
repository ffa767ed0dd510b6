package dev.crossdock.engine;

import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.TransferException;

/** Reads a range into its buffer, and goes on where a lost connection broke it off. */
final class PartReader {

    private final CopyContext context;
    private final StopSignal stop;

    PartReader(CopyContext context, StopSignal stop) {
        this.context = context;
        this.stop = stop;
    }

    /**
     * @param attempts counts the part's failures; a read that got further than the one before begins the count anew, so
     *     that a server which ends every session after some megabytes does not end the transfer
     */
    void fill(RangeBuffer buffer, Retries.Attempts attempts) throws TransferException {
        while (buffer.missing().length() > 0) {
            stop.check();
            long missingBefore = buffer.missing().length();
            try (RangeRead read = context.source().read(buffer.missing(), buffer)) {
                read.await();
                buffer.filled();
            } catch (SourceException failure) {
                if (buffer.missing().length() < missingBefore) {
                    attempts.progressed();
                }
                attempts.pauseAfter(failure);
            }
        }
    }
}
