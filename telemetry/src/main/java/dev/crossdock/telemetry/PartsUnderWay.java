package dev.crossdock.telemetry;

import dev.crossdock.PartRange;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of one transfer are under way, what each waits for, and for how long any did. May be used from any thread.
 *
 * <p>A part that is cut through waits for both ends in turn. How long for which is known when it is stored, and counted
 * then; until then it counts as one that is being read.
 */
public final class PartsUnderWay implements TransferListener {

    private static final class Part {

        private final long bytes;
        private final WaitingOn on;
        private final boolean cutThrough;
        private final long sinceNanos;
        private long readNanos;

        private Part(long bytes, WaitingOn on, boolean cutThrough, long sinceNanos) {
            this.bytes = bytes;
            this.on = on;
            this.cutThrough = cutThrough;
            this.sinceNanos = sinceNanos;
        }
    }

    private final LongSupplier nanoTime;
    private final Map<Integer, Part> parts = new HashMap<>();
    private long windowBytes = Long.MAX_VALUE;
    private long inFlightBytes;
    private Waited ended = Waited.NOTHING;

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public PartsUnderWay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void on(TransferEvent event) {
        switch (event) {
            case TransferEvent.Planned planned -> {
                allLeave(); // those that were read to look at an earlier upload
                windowBytes = planned.plan().reservedBytesPerPart();
            }
            case TransferEvent.PartWaiting waiting -> enters(waiting.part(), WaitingOn.MEMORY, false);
            case TransferEvent.PartReading reading -> enters(reading.part(), WaitingOn.SOURCE, reading.cutThrough());
            case TransferEvent.PartRead read -> {
                @Nullable Part part = parts.get(read.part().partNumber());
                if (part != null && part.cutThrough) {
                    part.readNanos = read.took().toNanos();
                    waited(WaitingOn.SOURCE, part.readNanos);
                } else {
                    enters(read.part(), WaitingOn.STORE, false);
                }
            }
            case TransferEvent.PartStored stored -> {
                @Nullable Part part = leaves(stored.part().partNumber());
                if (part != null && part.cutThrough) {
                    waited(WaitingOn.STORE, stored.took().toNanos() - part.readNanos);
                }
            }
            case TransferEvent.PartProven proven -> leaves(proven.part().partNumber());
            case TransferEvent.Finished finished -> allLeave();
            case TransferEvent.Resumed resumed -> {}
            case TransferEvent.NotResumed not -> {}
            case TransferEvent.Resources resources -> {}
            case TransferEvent.Retried retried -> {}
            case TransferEvent.Publishing publishing -> {}
            case TransferEvent.LeftBehind left -> {}
        }
    }

    private void allLeave() {
        long now = nanoTime.getAsLong();
        parts.values().forEach(part -> left(part, now));
        parts.clear();
    }

    private void enters(PartRange range, WaitingOn on, boolean cutThrough) {
        long now = nanoTime.getAsLong();
        @Nullable Part before = parts.get(range.partNumber());
        if (before != null) {
            left(before, now); // its stage before this one, or an attempt that was given up
        }
        long bytes = cutThrough ? Math.min(range.length(), windowBytes) : range.length();
        Part part = new Part(bytes, on, cutThrough, now);
        parts.put(range.partNumber(), part);
        inFlightBytes += on == WaitingOn.MEMORY ? 0 : part.bytes;
    }

    private @Nullable Part leaves(int partNumber) {
        @Nullable Part part = parts.remove(partNumber);
        if (part != null) {
            left(part, nanoTime.getAsLong());
        }
        return part;
    }

    private void left(Part part, long now) {
        inFlightBytes -= part.on == WaitingOn.MEMORY ? 0 : part.bytes;
        if (isTimed(part)) {
            waited(part.on, now - part.sinceNanos);
        }
    }

    /** Whether the time of its stage is the time for which it waited. */
    private static boolean isTimed(Part part) {
        return !part.cutThrough;
    }

    private void waited(WaitingOn on, long nanos) {
        ended = ended.plus(on, Math.max(0, nanos));
    }

    /** How many parts wait for this now. */
    public synchronized int count(WaitingOn on) {
        int count = 0;
        for (Part part : parts.values()) {
            count += part.on == on ? 1 : 0;
        }
        return count;
    }

    /**
     * The bytes of the parts that are read or sent now, as far as they have a place in memory; or had it, where a part waits
     * for long before another attempt and has given its memory back.
     */
    public synchronized long inFlightBytes() {
        return inFlightBytes;
    }

    /** For how long parts have waited so far, those under way included. */
    public synchronized Waited waited() {
        long now = nanoTime.getAsLong();
        Waited all = ended;
        for (Part part : parts.values()) {
            if (isTimed(part)) {
                all = all.plus(part.on, Math.max(0, now - part.sinceNanos));
            }
        }
        return all;
    }

    /** The same without what has not ended yet: never less than at an earlier look. */
    public synchronized Waited ended() {
        return ended;
    }
}
