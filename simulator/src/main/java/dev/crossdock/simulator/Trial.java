package dev.crossdock.simulator;

import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.SourceIdentity;
import dev.crossdock.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One simulation from its first moment to its last: the runs of the command that were drawn, then, when the weather is
 * fine again, the same command once more, which must succeed.
 */
final class Trial implements Runnable {

    private static final ObjectKey KEY = new ObjectKey("lake", "in/file.bin");
    private static final long LONG_ENOUGH_NANOS = 100_000_000_000L;

    private final Simulation simulation;
    private final World world;
    private final Scenario scenario;
    private final SimStore store;
    private final SimFile file;
    private final List<SimFile> others = new ArrayList<>();
    private final Promise promise;
    private final List<RunRecord> all = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();

    Trial(Simulation simulation, Scenario scenario) {
        this.simulation = simulation;
        this.scenario = scenario;
        this.world = new World(simulation, scenario.weather());
        this.store = new SimStore(world, scenario.store());
        this.file = file("/out/file.bin", scenario.sizeBytes());
        for (int i = 1; i <= 3; i++) {
            others.add(file("/out/other-" + i, simulation.dice().nextLong(8 << 20)));
        }
        this.promise = new Promise(simulation, store);
    }

    private SimFile file(String path, long sizeBytes) {
        long age = simulation.chance(0.1)
                ? -simulation.dice().nextLong(4)
                : simulation.dice().nextLong(100_000);
        SourceLocation location = new SourceLocation("tester", "sim.example", 22, path);
        return new SimFile(
                simulation,
                new FileVersion(
                        location,
                        sizeBytes,
                        world.epochSeconds() - age,
                        simulation.dice().nextLong()));
    }

    List<String> outcomes() {
        return outcomes;
    }

    @Override
    public void run() {
        for (int i = 0; i < scenario.collisions(); i++) {
            plantCollision();
        }
        for (Scenario.Mishap mishap : scenario.changes()) {
            simulation.in(mishap.afterMillis() * 1_000_000, () -> file.change(mishap.change(), world.epochSeconds()));
        }
        if (scenario.lifecycleAfterMillis() >= 0) {
            simulation.in(scenario.lifecycleAfterMillis() * 1_000_000, store::forgetUploads);
        }
        int phase = 0;
        for (List<RunSpec> specs : scenario.phases()) {
            phase++;
            runAll(specs, "run " + phase);
        }
        simulation.sleep(LONG_ENOUGH_NANOS);
        world.clearUp();
        Thrift thrift = new Thrift(store, file.current(), KEY, scenario);
        RunRecord last = runAll(List.of(scenario.last()), "last run").getFirst();
        promise.checkLast(last);
        thrift.check(last);
    }

    /** Runs the command as often as said, all at once, and looks at what became of it when nothing moves any more. */
    private List<RunRecord> runAll(List<RunSpec> specs, String name) {
        List<RunRecord> runs = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            Optional<RunRecord> first = runs.stream().findFirst();
            runs.addAll(start(specs.get(i), name + (i == 0 ? "" : "b"), first));
        }
        for (RunRecord run : runs) {
            awaitEnd(run.process());
        }
        simulation.sleep(LONG_ENOUGH_NANOS); // until the store has carried out what is still on its way to it
        all.addAll(runs);
        runs.forEach(run -> outcomes.add(Promise.word(run)));
        if (runs.stream().anyMatch(RunRecord::shared)) {
            outcomes.add("shared an upload");
        }
        runs.forEach(promise::check);
        return runs;
    }

    private List<RunRecord> start(RunSpec spec, String name, Optional<RunRecord> first) {
        SimProcess process = new SimProcess(name);
        List<RunRecord> files = new ArrayList<>();
        files.add(new RunRecord(world, name, spec, process, file, KEY));
        for (SimFile other : others.subList(0, spec.companions())) {
            ObjectKey otherKey =
                    new ObjectKey(KEY.bucket(), "in/" + other.location().fileName());
            files.add(new RunRecord(world, name + " with " + otherKey.key(), spec, process, other, otherKey));
        }
        new Command(world, scenario, store, spec, files, first).start();
        return files;
    }

    private void awaitEnd(SimProcess process) {
        while (!simulation.tasksOf(process).isEmpty()) {
            // A task's end wakes who joins it.
            simulation.tasksOf(process).getFirst().join();
        }
    }

    /** An upload whose parts have the sizes that those of the file would have, and other bytes. */
    private void plantCollision() {
        FileVersion version = file.current();
        SourceIdentity identity = version.identity();
        long partBytes = ((1L + simulation.dice().nextInt(3)) << 20) + identity.residueBytes();
        if (version.sizeBytes() <= partBytes) {
            return;
        }
        SourceLocation elsewhere = new SourceLocation("somebody", "other.example", 22, "/else");
        ServerUpload upload = store.plant(
                KEY,
                new ObjectSpec(
                        SourceIdentity.of(elsewhere, FileStat.regular(version.sizeBytes(), 1)),
                        version.sizeBytes(),
                        false));
        int parts = Math.toIntExact(Math.ceilDiv(version.sizeBytes(), partBytes));
        long content = simulation.dice().nextLong();
        int stored = 1 + simulation.dice().nextInt(parts);
        for (int part = 1; part <= stored; part++) {
            long offset = (part - 1) * partBytes;
            long length = Math.min(partBytes, version.sizeBytes() - offset);
            var crc = Bytes.crc32c(content, offset, length);
            upload.put(
                    part,
                    new Segment(
                            length,
                            crc,
                            store.eTag(crc, ""),
                            store.traits().level().compares(),
                            false));
        }
    }
}
