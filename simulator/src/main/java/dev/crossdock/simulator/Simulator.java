package dev.crossdock.simulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Tries to break the engine's promise: moves a simulated file to a simulated store, as badly as a seed has it, and says
 * where the promise was not kept. Answers a seed with the report on it, empty if there is nothing to report.
 */
public final class Simulator implements LongFunction<String> {

    /** Runs one seed. */
    public Verdict run(long seed, boolean verbose) {
        Scenario scenario = Scenario.draw(new SplittableRandom(seed));
        Simulation simulation = new Simulation(
                new SplittableRandom(seed ^ 0x5DEECE66DL), scenario.switching(), scenario.stalling(), verbose);
        Trial trial = new Trial(simulation, scenario);
        simulation.run(trial);
        return new Verdict(
                seed,
                scenario.toString(),
                simulation.violations(),
                List.copyOf(trial.outcomes()),
                simulation.trace(),
                simulation.steps(),
                simulation.log());
    }

    @Override
    public String apply(long seed) {
        Verdict verdict = run(seed, false);
        return verdict.violations().isEmpty() ? "" : verdict.report();
    }
}
