package dev.crossdock.engine;

import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.PlanException;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves one part after the other: lease, read, send, give back. A part that the store refused for now is sent again from
 * memory; if the pause is long, its memory is given to others and the range is read again, unless that is impossible.
 *
 * <p>Used by one thread.
 */
final class PartMover {

    /**
     * A part that is stored.
     *
     * @param sent whether it was sent; false if the store had it and it was only read again
     */
    record Moved(PartReceipt receipt, boolean sent) {}

    private final CopyContext context;
    private final StopSignal stop;
    private final Upload upload;
    private final PartReader reader;
    private final ReadingOrder order;
    private final Restraint restraint;

    PartMover(CopyContext context, StopSignal stop, Upload upload, ReadingOrder order, Restraint restraint) {
        this.context = context;
        this.stop = stop;
        this.upload = upload;
        this.reader = new PartReader(context, stop);
        this.order = order;
        this.restraint = restraint;
    }

    /**
     * Has a part stored.
     *
     * @param stored what the upload holds under its number already and nobody vouches for; null if nothing. It is read
     *     again, and sent again only if it differs
     */
    Moved move(PartRange part, @Nullable StoredPart stored) throws TransferException {
        return moved("move part " + part.partNumber(), part, stored, true).orElseThrow();
    }

    /** Reads a stored part again: its receipt, if the store holds what the source has there. Nothing is sent. */
    Optional<PartReceipt> prove(PartRange part, StoredPart stored) throws TransferException {
        return moved("read part " + part.partNumber() + " again", part, stored, false)
                .map(Moved::receipt);
    }

    /** Empty only if the part differs and is not to be sent. */
    private Optional<Moved> moved(String step, PartRange part, @Nullable StoredPart stored, boolean send)
            throws TransferException {
        Retries.Attempts attempts = context.retries().of(step);
        StoredPart unproven = stored;
        while (true) {
            Duration pause;
            boolean inOrder = order.awaitTurn(part.partNumber(), stop);
            Duration rest = restraint.rest();
            if (LongPause.isLong(rest)) {
                stop.pause(rest); // what is read now would only lie in memory
            }
            context.pace().take(part.length(), stop);
            boolean held = isHeld(part, inOrder);
            try (PartMemory memory = PartMemory.lease(context, part, memoryBytes(part, held), stop)) {
                if (!inOrder && order.ascending()) {
                    continue; // meanwhile the order matters
                }
                if (held) {
                    return hold(part, unproven, memory, attempts, send);
                }
                if (unproven != null) {
                    Optional<Moved> same = compareWhileReading(part, unproven, memory);
                    if (same.isPresent() || !send) {
                        return same;
                    }
                    unproven = null;
                }
                return Optional.of(cutThrough(part, memory));
            } catch (LongPause e) {
                pause = e.pause();
            } catch (TransferException e) {
                if (held) {
                    throw e;
                }
                pause = pauseAfter(e, attempts);
            }
            stop.pause(pause);
        }
    }

    /**
     * Whether all of a part is to be in memory before it is sent. A source that has to be read in order may not let
     * anything be read again, so a part of it is kept until it is stored, even if the plan was made before that was known.
     */
    private boolean isHeld(PartRange part, boolean inOrder) throws PlanException {
        if (!context.plan().cutThrough()) {
            return true;
        }
        if (inOrder && !context.budget().canHold(part.length())) {
            throw PartPlanner.tooLargeToHold(context.plan().partSizeBytes());
        }
        return inOrder;
    }

    private long memoryBytes(PartRange part, boolean held) {
        boolean planned = held != context.plan().cutThrough();
        return planned ? context.plan().reservedBytesPerPart() : part.length();
    }

    private Duration pauseAfter(TransferException failure, Retries.Attempts attempts) throws TransferException {
        Duration pause = attempts.nextPause(failure);
        if (Restraint.isAskedFor(failure)) {
            restraint.holdBack(pause);
        }
        return pause;
    }

    private Optional<Moved> hold(
            PartRange part, @Nullable StoredPart unproven, PartMemory memory, Retries.Attempts attempts, boolean send)
            throws TransferException, LongPause {
        RangeBuffer buffer = new RangeBuffer(part.bytes(), memory.blocks());
        long started = readingStarts(part, false);
        reader.fill(buffer, attempts);
        readingEnds(part, since(started));
        order.wasRead(part.partNumber());
        if (unproven != null) {
            Optional<PartReceipt> same = upload.compare(part, unproven, buffer);
            if (same.isPresent() || !send) {
                return same.map(receipt -> proven(part, receipt, started));
            }
        }
        return Optional.of(sent(part, buffer, attempts));
    }

    private Moved sent(PartRange part, RangeBuffer buffer, Retries.Attempts attempts)
            throws TransferException, LongPause {
        while (true) {
            try {
                return restraint.send(() -> put(part, buffer), context.source(), stop);
            } catch (TransferException failure) {
                LongPause.hold(pauseAfter(failure, attempts), context.source(), stop);
            }
        }
    }

    private Moved put(PartRange part, RangeBuffer buffer) throws TransferException {
        long started = context.waits().nanoTime();
        return stored(part, upload.put(part, buffer), started);
    }

    private Optional<Moved> compareWhileReading(PartRange part, StoredPart unproven, PartMemory memory)
            throws TransferException {
        long started = readingStarts(part, true);
        CutThroughBody body = new CutThroughBody(context, part, memory.blocks());
        Optional<PartReceipt> same = upload.compare(part, unproven, body);
        readingEnds(part, body.waitedForSource());
        return same.map(receipt -> proven(part, receipt, started));
    }

    private Moved cutThrough(PartRange part, PartMemory memory) throws TransferException, LongPause {
        return restraint.send(() -> putWhileReading(part, memory), context.source(), stop);
    }

    private Moved putWhileReading(PartRange part, PartMemory memory) throws TransferException {
        long started = readingStarts(part, true);
        CutThroughBody body = new CutThroughBody(context, part, memory.blocks());
        PartReceipt receipt = upload.put(part, body);
        readingEnds(part, body.waitedForSource());
        return stored(part, receipt, started);
    }

    private long readingStarts(PartRange part, boolean cutThrough) {
        context.events().tell(new TransferEvent.PartReading(part, cutThrough));
        return context.waits().nanoTime();
    }

    private void readingEnds(PartRange part, Duration took) {
        context.events().tell(new TransferEvent.PartRead(part, took));
    }

    private Moved stored(PartRange part, PartReceipt receipt, long startedNanos) {
        context.events().tell(new TransferEvent.PartStored(part, since(startedNanos), receipt.integrity()));
        return new Moved(receipt, true);
    }

    private Moved proven(PartRange part, PartReceipt receipt, long startedNanos) {
        context.events().tell(new TransferEvent.PartProven(part, since(startedNanos)));
        return new Moved(receipt, false);
    }

    private Duration since(long startedNanos) {
        return Duration.ofNanos(context.waits().nanoTime() - startedNanos);
    }
}
