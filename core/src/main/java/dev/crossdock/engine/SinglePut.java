package dev.crossdock.engine;

import dev.crossdock.ByteRange;
import dev.crossdock.Integrity;
import dev.crossdock.PartRange;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import java.time.Duration;
import java.util.Optional;

/**
 * Moves a file that fits one request: all of it into memory, a last look at the source, then the request, for that
 * publishes the object when it is acknowledged and leaves nothing to check afterwards.
 */
final class SinglePut {

    private final CopyContext context;
    private final Optional<StoredObject> candidate;

    /**
     * @param candidate an object that is at the target and would be enough if it holds what is read
     */
    SinglePut(CopyContext context, Optional<StoredObject> candidate) {
        this.context = context;
        this.candidate = candidate;
    }

    /** Stores the file; empty if the candidate turned out to hold it. */
    Optional<Proof> copy() throws TransferException, Publication.Unclear {
        Retries.Attempts reading = context.retries().of("read the file");
        while (true) {
            try {
                return copyOnce(reading);
            } catch (LongPause later) {
                context.stop().pause(later.pause());
            }
        }
    }

    private Optional<Proof> copyOnce(Retries.Attempts attempts)
            throws TransferException, Publication.Unclear, LongPause {
        PartRange all = context.plan().part(1);
        StopSignal stop = context.stop();
        context.pace().take(all.length(), stop);
        try (PartMemory memory = PartMemory.lease(context, all, all.length(), stop)) {
            RangeBuffer buffer = new RangeBuffer(new ByteRange(0, all.length()), memory.blocks());
            context.events().tell(new TransferEvent.PartReading(all, false));
            long reading = context.waits().nanoTime();
            new PartReader(context, stop).fill(buffer, attempts);
            context.events().tell(new TransferEvent.PartRead(all, since(reading)));
            context.requireUnchanged();
            if (candidate.isPresent()) {
                if (context.store().holds(candidate.get(), buffer)) {
                    context.events().tell(new TransferEvent.PartProven(all, since(reading)));
                    return Optional.empty();
                }
                if (context.options().noClobber()) {
                    throw CopyJob.targetExists(context.target());
                }
            }
            return Optional.of(put(all, buffer));
        }
    }

    private Proof put(PartRange all, RangeBuffer buffer) throws TransferException, Publication.Unclear {
        StopSignal stop = context.stop();
        long started = context.waits().nanoTime();
        context.events().tell(new TransferEvent.Publishing());
        Publication.Wanted wanted = new Publication.Wanted(
                buffer.crc32c(),
                Integrity.SIZE,
                found -> context.store().holds(found, buffer) ? Optional.of(Integrity.PART) : Optional.empty());
        Publication.Published published = context.publication()
                .publish(
                        "store the object",
                        () -> {
                            stop.check();
                            return context.store().put(context.target(), context.spec(), buffer);
                        },
                        wanted);
        context.events()
                .tell(new TransferEvent.PartStored(
                        all, since(started), published.receipt().integrity()));
        return Proof.ofOneRequest(published.receipt(), buffer.crc32c(), all.length());
    }

    private Duration since(long startedNanos) {
        return Duration.ofNanos(context.waits().nanoTime() - startedNanos);
    }
}
