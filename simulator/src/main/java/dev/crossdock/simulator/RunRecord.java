package dev.crossdock.simulator;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file that one run of the command moves: what it asked, what it was told, and how it ended. */
final class RunRecord {

    private static final long BLOCK_BYTES = 256 << 10;

    /** As {@code RetryPolicy.USUAL} has it. */
    private static final long LONGEST_PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
    /** The last pause, the last attempts in vain, and what comes after them when it is given up. */
    private static final long MOST_BEYOND_NANOS = Duration.ofMinutes(1).toNanos();

    /** How often a step failed, and when it did so first. */
    private record FailuresInARow(int count, long sinceNanos) {}

    private final World world;
    private final String name;
    private final RunSpec spec;
    private final SimProcess process;
    private final SimFile file;
    private final ObjectKey key;
    private final int versionsBefore;

    private final List<TransferEvent> events = new ArrayList<>();
    private final Map<Request, Integer> asked = new EnumMap<>(Request.class);
    private final Map<Request, Integer> served = new EnumMap<>(Request.class);
    private final Map<Request, Integer> answered = new EnumMap<>(Request.class);
    private final Map<String, FailuresInARow> failuresInARow = new LinkedHashMap<>();
    private final Map<Request, Integer> failures = new EnumMap<>(Request.class);
    private final Set<TransferException> faults = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Set<Integer>> sent = new LinkedHashMap<>();
    private final Set<String> adopted = new LinkedHashSet<>();
    private final List<String> abortedOfOthers = new ArrayList<>();
    private final Set<String> vanished = new LinkedHashSet<>();
    private final Set<String> replaced = new LinkedHashSet<>();
    private int refusedForParts;
    private @Nullable Runnable cancel;
    private @Nullable TransferOutcome outcome;
    private boolean cancelled;
    private boolean shared;
    private boolean readsOnce;
    private boolean readsInOrder;
    private int damages;
    private long lastListingNanos = -1;
    private long movingSinceNanos = -1;

    RunRecord(World world, String name, RunSpec spec, SimProcess process, SimFile file, ObjectKey key) {
        this.world = world;
        this.name = name;
        this.spec = spec;
        this.process = process;
        this.file = file;
        this.key = key;
        this.versionsBefore = file.versions().size();
    }

    /** The file is on a server that lets it be read only once. */
    void readsOnce() {
        readsOnce = true;
    }

    /** The server has refused a second session, so the file is read in order from here on. */
    void readsInOrder() {
        readsInOrder = true;
    }

    /** Whether nothing that was read is to be read again. */
    boolean isInOrder() {
        return readsOnce || readsInOrder;
    }

    /** Whether it was planned in parts that the memory can't hold, or not even planned. */
    boolean isTooLargeToHold() {
        long memoryBytes = (long) spec.memoryMib() << 20;
        return events.stream()
                .filter(TransferEvent.Planned.class::isInstance)
                .map(event -> ((TransferEvent.Planned) event).plan())
                .allMatch(plan -> plan.partSizeBytes() > memoryBytes - BLOCK_BYTES);
    }

    RunSpec spec() {
        return spec;
    }

    SimProcess process() {
        return process;
    }

    SimFile file() {
        return file;
    }

    ObjectKey key() {
        return key;
    }

    /** The versions that the file had while this ran. */
    List<FileVersion> versionsSeen() {
        return file.versions().subList(versionsBefore - 1, file.versions().size());
    }

    List<TransferEvent> events() {
        return events;
    }

    void heard(TransferEvent event) {
        events.add(event);
        boolean moved = event instanceof TransferEvent.PartStored || event instanceof TransferEvent.PartProven;
        if (moved && movingSinceNanos < 0) {
            movingSinceNanos = world.simulation().nowNanos();
        }
        world.simulation().log(() -> name + " says " + event);
        world.simulation().traced(event.getClass().getSimpleName().hashCode());
    }

    // What it asks.

    void asks(Request request) {
        int count = asked.merge(request, 1, Integer::sum);
        if (meant(RunSpec.End.DIES_BEFORE_REQUEST, request, count)) {
            Simulation simulation = world.simulation();
            simulation.in(simulation.someNanos(60), () -> simulation.kill(process));
        }
    }

    void wasServed(Request request) {
        int count = served.merge(request, 1, Integer::sum);
        if (meant(RunSpec.End.DIES_AFTER_REQUEST, request, count)) {
            world.simulation().kill(process);
        }
        if (request == Request.LIST_UPLOADS) {
            lastListingNanos = world.simulation().nowNanos();
        }
    }

    private boolean meant(RunSpec.End end, Request request, int count) {
        return spec.end() == end && spec.endAt() == request && spec.endAfter() == count;
    }

    /** A request was answered, or failed. */
    void hears(Request request, String about, int mostFailures, @Nullable TransferException failure) {
        String step = request + about;
        if (failure == null) {
            failuresInARow.remove(step);
        } else {
            failures.merge(request, 1, Integer::sum);
            if (failure instanceof StoreException refused && refused.kind() == StoreException.Kind.PARTS_REPLACED) {
                refusedForParts++;
                return; // asked again at once under the parts' new names: that is no retry
            }
            FailuresInARow before = failuresInARow.get(step);
            long sinceNanos = before == null ? world.simulation().nowNanos() : before.sinceNanos;
            int inARow = before == null ? 1 : before.count + 1;
            failuresInARow.put(step, new FailuresInARow(inARow, sinceNanos));
            if (inARow > mostFailures && !isWorthPatience(sinceNanos)) {
                violated("tried " + step + " " + inARow + " times in a row, and " + mostFailures + " is the most");
            }
        }
        world.simulation().log(() -> name + " " + step + ": " + (failure == null ? "ok" : failure.getMessage()));
        if (meant(RunSpec.End.CANCELLED_AFTER_REQUEST, request, answered.merge(request, 1, Integer::sum))) {
            Runnable action = cancel;
            if (action != null) {
                action.run();
            }
        }
    }

    /** Whether a step that first failed then may still be tried: the longer bytes had been moving, the longer. */
    private boolean isWorthPatience(long sinceNanos) {
        if (movingSinceNanos < 0) {
            return false;
        }
        long patienceNanos = Math.min(Math.max(0, sinceNanos - movingSinceNanos), LONGEST_PATIENCE_NANOS);
        return patienceNanos > 0 && world.simulation().nowNanos() - sinceNanos <= patienceNanos + MOST_BEYOND_NANOS;
    }

    /** A read broke off after some progress: the part's failures are counted anew. */
    void gotFurther() {
        failuresInARow.keySet().removeIf(step -> step.startsWith(Request.PUT_PART.name()));
    }

    int failures(Request request) {
        return failures.getOrDefault(request, 0);
    }

    int served(Request request) {
        return served.getOrDefault(request, 0);
    }

    int asked(Request request) {
        return asked.getOrDefault(request, 0);
    }

    long lastListingNanos() {
        return lastListingNanos;
    }

    // What is done to it.

    /** A failure that the simulation is to blame for. */
    <E extends TransferException> E fault(E failure) {
        faults.add(failure);
        return failure;
    }

    boolean isFault(TransferException failure) {
        return faults.contains(failure);
    }

    void damaged() {
        damages++;
    }

    int damages() {
        return damages;
    }

    /** Says what is to be done when the run is cancelled by one of its requests. */
    void cancelBy(Runnable action) {
        cancel = action;
    }

    void cancelled() {
        cancelled = true;
    }

    boolean wasCancelled() {
        return cancelled;
    }

    /** An upload of this run was ended by somebody else. */
    void vanished(String uploadId) {
        vanished.add(uploadId);
    }

    /** Somebody else replaced parts of an upload of this run. */
    void replaced(String uploadId) {
        vanished.add(uploadId);
        replaced.add(uploadId);
    }

    /** Whether that is all that became known of its completion. */
    boolean knowsOnlyThatReplaced(String uploadId) {
        return replaced.contains(uploadId) && failures(Request.COMPLETE) == refusedForParts;
    }

    int vanished() {
        return vanished.size();
    }

    // What it does.

    void sends(String uploadId, int partNumber) {
        sent.computeIfAbsent(uploadId, id -> new LinkedHashSet<>()).add(partNumber);
    }

    Set<Integer> sent(String uploadId) {
        return sent.getOrDefault(uploadId, Set.of());
    }

    /** It put a part to an upload to which another run puts parts as well. */
    void shares() {
        shared = true;
    }

    boolean shared() {
        return shared;
    }

    void adopts(String uploadId) {
        adopted.add(uploadId);
    }

    boolean adopted(String uploadId) {
        return adopted.contains(uploadId);
    }

    void abortsOfOther(String uploadId) {
        abortedOfOthers.add(uploadId);
    }

    List<String> abortedOfOthers() {
        return abortedOfOthers;
    }

    // How it ends.

    void ended(TransferOutcome how) {
        outcome = how;
        world.simulation().log(() -> name + " ended: " + how);
        world.simulation().traced(how.getClass().getSimpleName().hashCode());
    }

    boolean isOver() {
        return outcome != null || process.dead();
    }

    /** Null if the process died first. */
    @Nullable
    TransferOutcome outcome() {
        return outcome;
    }

    void violated(String what) {
        world.simulation().violated(name + " " + what);
    }

    @Override
    public String toString() {
        return name;
    }
}
