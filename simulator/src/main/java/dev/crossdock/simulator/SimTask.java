package dev.crossdock.simulator;

import dev.crossdock.engine.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread of a simulated process. It runs only while it holds the baton, of which there is one. */
final class SimTask implements Waits.Task {

    private final Simulation simulation;
    private final SimProcess process;
    private final String name;
    private final Thread thread;
    private final List<Blocked> joiners = new ArrayList<>();
    private @Nullable Blocked blocked;
    private boolean started;
    private boolean done;
    private volatile boolean holdsBaton;

    SimTask(Simulation simulation, SimProcess process, String name, Runnable body) {
        this.simulation = simulation;
        this.process = process;
        this.name = name;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> simulation.live(this, body));
    }

    SimProcess process() {
        return process;
    }

    boolean started() {
        return started;
    }

    // The baton.

    void takeBaton() {
        holdsBaton = true;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    void dropBaton() {
        holdsBaton = false;
    }

    void awaitBaton() {
        while (!holdsBaton) {
            LockSupport.park(this);
        }
    }

    // Waiting for something.

    boolean runnable() {
        return blocked == null;
    }

    void block(Blocked reason) {
        blocked = reason;
    }

    void unblock() {
        blocked = null;
    }

    boolean isBlockedBy(Blocked reason) {
        return reason.equals(blocked);
    }

    void finish() {
        done = true;
        joiners.forEach(Blocked::wake);
    }

    @Override
    public void join() {
        simulation.maySwitch();
        while (!done) {
            Blocked reason = simulation.blocked("the end of " + this);
            joiners.add(reason);
            simulation.await(reason);
        }
    }

    /** Where it stands, for a person who has to find out why nothing moves. */
    String dump() {
        StringBuilder text = new StringBuilder(this + ": " + (blocked == null ? "could run" : "waits for " + blocked));
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.crossdock.engine")) {
                text.append("\n      at ").append(frame);
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return process + "/" + name;
    }
}
