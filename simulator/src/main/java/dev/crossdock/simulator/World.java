package dev.crossdock.simulator;

/** What all runs of the command share: time, the weather, and what is wrong with it. */
final class World {

    private static final long BEGINS_EPOCH_SECONDS = 1_800_000_000;

    private final Simulation simulation;
    private Weather weather;

    World(Simulation simulation, Weather weather) {
        this.simulation = simulation;
        this.weather = weather;
    }

    Simulation simulation() {
        return simulation;
    }

    long epochSeconds() {
        return BEGINS_EPOCH_SECONDS + simulation.nowNanos() / 1_000_000_000;
    }

    Weather weather() {
        return weather;
    }

    void clearUp() {
        weather = Weather.FINE;
    }

    boolean reachesStore() {
        return weather.reaches(true, simulation.nowNanos());
    }

    boolean reachesSource() {
        return weather.reaches(false, simulation.nowNanos());
    }
}
