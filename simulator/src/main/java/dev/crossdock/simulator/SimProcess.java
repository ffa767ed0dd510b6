package dev.crossdock.simulator;

import java.util.ArrayList;
import java.util.List;

/** One run of the command: threads that die together. */
final class SimProcess {

    private static final long NEVER = Long.MAX_VALUE;

    private final String name;
    private final List<Runnable> whenDead = new ArrayList<>();
    private long stepsLeft = NEVER;
    private boolean dead;

    SimProcess(String name) {
        this.name = name;
    }

    /** Lets the process die after so many more steps of its threads. */
    void dieAfter(long steps) {
        stepsLeft = steps;
    }

    /** What the world does when the process is gone. */
    void onDeath(Runnable action) {
        whenDead.add(action);
    }

    boolean dead() {
        return dead;
    }

    /** Counts a step; whether it was the last one. */
    boolean stepsToDeath() {
        return stepsLeft != NEVER && !dead && --stepsLeft <= 0;
    }

    void die() {
        dead = true;
        whenDead.forEach(Runnable::run);
    }

    void requireAlive() {
        if (dead) {
            throw new ProcessDeath();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
