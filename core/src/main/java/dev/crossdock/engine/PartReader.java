package dev.crossdock.engine;

import dev.crossdock.PartRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import java.time.Duration;

/** Reads a part into its buffer, goes on where a lost connection broke it off, and says when it is done. */
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
    void fill(PartRange part, RangeBuffer buffer, Retries.Attempts attempts) throws TransferException {
        context.events().tell(new TransferEvent.PartReading(part));
        long started = context.waits().nanoTime();
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
        context.events()
                .tell(new TransferEvent.PartRead(
                        part, Duration.ofNanos(context.waits().nanoTime() - started)));
    }
}
