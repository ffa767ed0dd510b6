package dev.crossdock.simulator;

import dev.crossdock.engine.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads, waits and clock of one simulated process. */
final class SimWaits implements Waits {

    /** How likely a wait ends for no reason, as its contract allows. */
    private static final double SPURIOUS = 0.02;

    private final Simulation simulation;
    private final SimProcess process;
    private int monitors;

    SimWaits(Simulation simulation, SimProcess process) {
        this.simulation = simulation;
        this.process = process;
    }

    @Override
    public Task spawn(String name, Runnable body) {
        process.requireAlive();
        return simulation.spawn(process, name, body);
    }

    @Override
    public Monitor newMonitor() {
        return new SimMonitor("monitor " + ++monitors);
    }

    @Override
    public long nanoTime() {
        return simulation.nowNanos();
    }

    private final class SimMonitor implements Monitor {

        private final String name;
        private final List<Blocked> lockers = new ArrayList<>();
        private final List<Blocked> waiters = new ArrayList<>();
        private @Nullable SimTask owner;
        private int holds;

        private SimMonitor(String name) {
            this.name = name;
        }

        @Override
        public void lock() {
            simulation.maySwitch();
            take(1);
        }

        private void take(int times) {
            SimTask me = simulation.running();
            while (owner != null && !owner.equals(me)) {
                Blocked reason = simulation.blocked(name + ", held by " + owner);
                lockers.add(reason);
                simulation.await(reason);
            }
            owner = me;
            holds += times;
        }

        @Override
        public void unlock() {
            if (process.dead()) {
                return;
            }
            requireOwner();
            if (--holds == 0) {
                free();
            }
            simulation.maySwitch();
        }

        private void free() {
            owner = null;
            lockers.forEach(Blocked::wake);
            lockers.clear();
        }

        @Override
        public void await() {
            if (simulation.chance(SPURIOUS)) {
                await(Duration.ofNanos(simulation.someNanos(1000)));
                return;
            }
            int held = release();
            Blocked reason = simulation.blocked("a signal of " + name);
            waiters.add(reason);
            simulation.await(reason);
            take(held);
        }

        @Override
        public void await(Duration timeout) {
            int held = release();
            Blocked reason = simulation.blocked("a signal of " + name + " within " + timeout);
            waiters.add(reason);
            simulation.await(reason, timeout.toNanos());
            waiters.remove(reason);
            take(held);
        }

        private int release() {
            requireOwner();
            int held = holds;
            holds = 0;
            free();
            return held;
        }

        @Override
        public void signalAll() {
            if (process.dead()) {
                throw new ProcessDeath();
            }
            requireOwner();
            waiters.forEach(Blocked::wake);
            waiters.clear();
        }

        private void requireOwner() {
            SimTask me = simulation.running();
            me.process().requireAlive();
            if (!me.equals(owner)) {
                throw new IllegalMonitorStateException(me + " does not hold " + name);
            }
        }
    }
}
