package dev.crossdock.simulator;

import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One run of the command in a process of its own, from its main thread's view. */
final class Command {

    private static final long MOMENT_NANOS = 5_000_000;

    private final World world;
    private final Simulation simulation;
    private final Scenario scenario;
    private final SimStore store;
    private final RunSpec spec;
    private final SimProcess process;
    private final List<RunRecord> files;
    private final Optional<RunRecord> first;
    private final List<SimSource> sources = new ArrayList<>();
    private final List<Requests> groups = new ArrayList<>();
    private final List<Blocked> cancelNow = new ArrayList<>();
    private boolean cancelAsked;
    private boolean over;

    /**
     * @param files what it moves at the same time, with one memory
     * @param first who moves the same file, and began before
     */
    Command(
            World world,
            Scenario scenario,
            SimStore store,
            RunSpec spec,
            List<RunRecord> files,
            Optional<RunRecord> first) {
        this.world = world;
        this.simulation = world.simulation();
        this.scenario = scenario;
        this.store = store;
        this.spec = spec;
        this.process = files.getFirst().process();
        this.files = files;
        this.first = first;
    }

    void start() {
        if (spec.end() == RunSpec.End.DIES) {
            process.dieAfter(spec.endAfter());
        }
        simulation.spawn(process, "main", this::main);
    }

    private void main() {
        simulation.sleep(spec.startsAfterMillis() * 1_000_000);
        while (first.filter(this::hasFewParts).isPresent()) {
            simulation.sleep(MOMENT_NANOS);
        }
        SimWaits waits = new SimWaits(simulation, process);
        Crossdock crossdock = Crossdock.simulated(
                (long) spec.memoryMib() << 20,
                waits,
                new SplittableRandom(simulation.dice().nextLong()));
        List<Transfer> transfers = new ArrayList<>();
        for (RunRecord file : files) {
            transfers.add(start(crossdock, file));
        }
        simulation.spawn(process, "signals", () -> cancelInTime(transfers));
        try {
            for (int i = 0; i < transfers.size(); i++) {
                files.get(i).ended(transfers.get(i).await());
            }
            requireNothingHeld(crossdock);
        } catch (IllegalStateException e) {
            files.getFirst().violated("met a defect: " + Verdict.trace(e));
        } finally {
            over = true;
            cancelNow.forEach(Blocked::wake);
        }
    }

    private boolean hasFewParts(RunRecord before) {
        return !before.isOver() && before.served(Request.PUT_PART) < spec.startsAfterParts();
    }

    private Transfer start(Crossdock crossdock, RunRecord file) {
        SimSource source = new SimSource(
                world,
                file,
                scenario.access(),
                scenario.ascendingAfterMillis(),
                scenario.connections(),
                scenario.mostPieceBytes(),
                scenario.collisions() > 0);
        sources.add(source);
        Requests requests = new Requests();
        groups.add(requests);
        file.cancelBy(this::cancelSoon);
        return crossdock.start(
                source, new SimStoreClient(world, store, file, requests), file.key(), spec.options(), file::heard);
    }

    private void cancelSoon() {
        cancelAsked = true;
        cancelNow.forEach(Blocked::wake);
    }

    /** The thread that a signal would wake. */
    private void cancelInTime(List<Transfer> transfers) {
        long end = simulation.nowNanos() + spec.endAfter() * 1_000_000;
        boolean byClock = spec.end() == RunSpec.End.CANCELLED;
        while (!over && !cancelAsked && !(byClock && simulation.nowNanos() >= end)) {
            Blocked reason = simulation.blocked("a signal");
            cancelNow.add(reason);
            if (byClock) {
                simulation.await(reason, end - simulation.nowNanos());
            } else {
                simulation.await(reason);
            }
        }
        if (!over) {
            files.forEach(RunRecord::cancelled);
            simulation.log(() -> process + " is cancelled");
            transfers.forEach(Transfer::cancel);
        }
    }

    private void requireNothingHeld(Crossdock crossdock) {
        RunRecord first = files.getFirst();
        if (crossdock.reservedBytes() != 0) {
            first.violated("ended and holds " + crossdock.reservedBytes() + " bytes");
        }
        for (SimSource source : sources) {
            if (!source.closed() || source.openReads() > 0) {
                first.violated("ended and left the source open, with " + source.openReads() + " reads");
            }
        }
        if (groups.stream().anyMatch(group -> group.underWay() > 0)) {
            first.violated("ended and waits for the store");
        }
        List<String> left = simulation.tasksOf(process).stream()
                .map(SimTask::toString)
                .filter(name -> !name.endsWith("/main") && !name.endsWith("/signals") && !name.endsWith("/transfer"))
                .toList();
        if (!left.isEmpty()) {
            first.violated("ended and left " + left);
        }
    }
}
