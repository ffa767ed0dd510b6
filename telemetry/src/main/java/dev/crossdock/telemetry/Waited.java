package dev.crossdock.telemetry;

/**
 * For how long parts have waited, in nanoseconds summed over the parts: two that wait for a second each count two.
 *
 * @param sourceNanos for the source
 * @param storeNanos for the store
 * @param memoryNanos for memory
 */
public record Waited(long sourceNanos, long storeNanos, long memoryNanos) {

    /** Not at all. */
    public static final Waited NOTHING = new Waited(0, 0, 0);

    /** How long for one of them. */
    public long nanos(WaitingOn on) {
        return switch (on) {
            case SOURCE -> sourceNanos;
            case STORE -> storeNanos;
            case MEMORY -> memoryNanos;
        };
    }

    /** With some more for one of them. */
    public Waited plus(WaitingOn on, long nanos) {
        return switch (on) {
            case SOURCE -> new Waited(sourceNanos + nanos, storeNanos, memoryNanos);
            case STORE -> new Waited(sourceNanos, storeNanos + nanos, memoryNanos);
            case MEMORY -> new Waited(sourceNanos, storeNanos, memoryNanos + nanos);
        };
    }

    /** What was added since an earlier look. */
    public Waited since(Waited earlier) {
        return new Waited(
                sourceNanos - earlier.sourceNanos, storeNanos - earlier.storeNanos, memoryNanos - earlier.memoryNanos);
    }

    /** What was waited for most: the bottleneck. The source, as long as nothing was. */
    public WaitingOn most() {
        WaitingOn most = WaitingOn.SOURCE;
        for (WaitingOn on : WaitingOn.values()) {
            if (nanos(on) > nanos(most)) {
                most = on;
            }
        }
        return most;
    }
}
