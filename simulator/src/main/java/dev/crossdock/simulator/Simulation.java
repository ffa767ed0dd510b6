package dev.crossdock.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs threads one at a time, in an order drawn from a seed, by a clock of its own: when nobody can run, time jumps to the
 * next thing that is due. The same seed gives the same run, to the last step.
 *
 * <p>Whatever happens outside of the simulated processes (a server carries a request out, bytes arrive) is a moment on
 * the agenda and not a thread; it takes no time and waits for nothing.
 *
 * <p>Only the thread that holds the baton touches anything in here.
 */
final class Simulation {

    private static final long MOST_STEPS = 600_000;
    private static final long LONGEST_NANOS = Duration.ofHours(24).toNanos();
    private static final long LONGEST_STALL_NANOS = Duration.ofMillis(400).toNanos();

    /** Something that is going to happen. */
    static final class Moment {

        private final long atNanos;
        private final long sequence;
        private @Nullable Runnable action;

        private Moment(long atNanos, long sequence, Runnable action) {
            this.atNanos = atNanos;
            this.sequence = sequence;
            this.action = action;
        }

        /** It is not going to happen after all. */
        void cancel() {
            action = null;
        }
    }

    private final SplittableRandom dice;
    private final double switching;
    private final double stalling;
    private final boolean verbose;
    private final List<SimTask> tasks = new ArrayList<>();
    private final PriorityQueue<Moment> agenda = new PriorityQueue<>(
            Comparator.<Moment>comparingLong(moment -> moment.atNanos).thenComparingLong(moment -> moment.sequence));
    private final List<String> violations = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable SimTask running;
    private boolean onAgenda;
    private long nowNanos;
    private long sequence;
    private long steps;
    private long trace;

    /**
     * @param dice where every choice comes from
     * @param switching how likely another task goes on wherever one could
     * @param stalling how likely a task is left standing for a while although it could run
     * @param verbose whether a log is kept
     */
    Simulation(SplittableRandom dice, double switching, double stalling, boolean verbose) {
        this.dice = dice;
        this.switching = switching;
        this.stalling = stalling;
        this.verbose = verbose;
    }

    // From outside.

    /** Runs until no task is left. */
    void run(Runnable root) {
        SimTask first = add(new SimProcess("world"), "root", root);
        running = first;
        first.takeBaton();
        boolean interrupted = false;
        while (true) {
            try {
                over.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was not as it must be. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    List<String> log() {
        return List.copyOf(log);
    }

    /** A number that follows from every choice and every step. */
    long trace() {
        return trace;
    }

    long steps() {
        return steps;
    }

    // What every part of the simulated world uses.

    SplittableRandom dice() {
        return dice;
    }

    boolean chance(double probability) {
        return probability > 0 && dice.nextDouble() < probability;
    }

    long nowNanos() {
        return nowNanos;
    }

    void violated(String what) {
        violations.add(what);
        log(() -> "VIOLATED: " + what);
        traced(what.hashCode());
    }

    void log(Supplier<String> what) {
        if (verbose) {
            log.add("%12.6f %s".formatted(nowNanos / 1e9, what.get()));
        }
    }

    /** Makes an event part of the trace. */
    void traced(long what) {
        trace = (trace ^ what) * 0x9E3779B97F4A7C15L;
        trace ^= trace >>> 29;
    }

    /** Has something done later, by nobody's thread. */
    Moment in(long nanos, Runnable action) {
        Moment moment = new Moment(nowNanos + Math.max(0, nanos), sequence++, action);
        agenda.add(moment);
        return moment;
    }

    /** A time span between nothing and {@code mostMillis}, short ones more often than long ones. */
    long someNanos(double mostMillis) {
        double share = dice.nextDouble();
        return (long) (share * share * mostMillis * 1e6);
    }

    SimTask running() {
        SimTask task = running;
        if (task == null || onAgenda) {
            throw new IllegalStateException("this is no task's doing, so it may not wait");
        }
        return task;
    }

    SimTask spawn(SimProcess process, String name, Runnable body) {
        SimTask task = add(process, name, body);
        maySwitch();
        return task;
    }

    private SimTask add(SimProcess process, String name, Runnable body) {
        SimTask task = new SimTask(this, process, name, body);
        tasks.add(task);
        return task;
    }

    /** The process and all its threads end, wherever they stand. */
    void kill(SimProcess process) {
        if (process.dead()) {
            return;
        }
        log(() -> process + " dies");
        process.die();
        for (SimTask task : List.copyOf(tasks)) {
            if (task.process().equals(process)) {
                task.unblock();
                if (!task.started()) {
                    tasks.remove(task);
                    task.finish();
                }
            }
        }
    }

    /** Whether threads of a process are left, besides as many as are known to be on their way out. */
    List<SimTask> tasksOf(SimProcess process) {
        return tasks.stream().filter(task -> task.process().equals(process)).toList();
    }

    // Where a task lets others run.

    /** A point where another task may go on. */
    void maySwitch() {
        SimTask me = running();
        me.process().requireAlive();
        if (chance(switching) || me.process().stepsToDeath()) {
            switchFrom(me);
        }
    }

    Blocked blocked(String what) {
        return new Blocked(running(), what);
    }

    /** Waits until it is woken. */
    void await(Blocked reason) {
        SimTask me = running();
        me.process().requireAlive();
        me.block(reason);
        switchFrom(me);
    }

    /** Waits until it is woken, or for so long. */
    void await(Blocked reason, long mostNanos) {
        Moment timeout = in(mostNanos, reason::wake);
        try {
            await(reason);
        } finally {
            timeout.cancel();
        }
    }

    void sleep(long nanos) {
        Blocked reason = blocked("time to pass");
        long end = nowNanos + nanos;
        while (nowNanos < end) {
            await(reason, end - nowNanos);
        }
    }

    private void switchFrom(SimTask me) {
        if (me.process().stepsToDeath()) {
            kill(me.process());
        }
        SimTask next = Objects.requireNonNull(choose(), "who asks is one of them");
        if (!next.equals(me)) {
            me.dropBaton();
            running = next;
            next.takeBaton();
            me.awaitBaton();
        }
        me.process().requireAlive();
    }

    /** Who goes on; null if nobody is left. Whatever is due happens first. */
    private @Nullable SimTask choose() {
        steps++;
        if (steps > MOST_STEPS || nowNanos > LONGEST_NANOS) {
            endAll("does not end: " + steps + " steps, " + nowNanos / 1_000_000_000 + " s");
        }
        while (!tasks.isEmpty()) {
            happenWhatIsDue();
            SimTask dying = firstDying();
            if (dying != null) {
                return dying;
            }
            int runnable = 0;
            for (SimTask task : tasks) {
                if (task.runnable()) {
                    runnable++;
                }
            }
            if (runnable > 0) {
                SimTask chosen = runnable(dice.nextInt(runnable));
                if (chance(stalling)) {
                    Blocked stalled = new Blocked(chosen, "its turn");
                    chosen.block(stalled);
                    in(dice.nextLong(LONGEST_STALL_NANOS), stalled::wake);
                    continue;
                }
                traced(nowNanos * 31 + tasks.indexOf(chosen));
                return chosen;
            }
            Moment next = agenda.peek();
            if (next == null) {
                endAll("deadlock");
            } else if (next.action == null) {
                agenda.remove();
            } else {
                nowNanos = Math.max(nowNanos, next.atNanos);
            }
        }
        return null;
    }

    private SimTask runnable(int index) {
        int left = index;
        for (SimTask task : tasks) {
            if (task.runnable() && left-- == 0) {
                return task;
            }
        }
        throw new IllegalStateException("counted wrongly");
    }

    private @Nullable SimTask firstDying() {
        for (SimTask task : tasks) {
            if (task.process().dead()) {
                return task;
            }
        }
        return null;
    }

    private void happenWhatIsDue() {
        for (Moment next = agenda.peek(); next != null && next.atNanos <= nowNanos; next = agenda.peek()) {
            agenda.remove();
            Runnable action = next.action;
            if (action == null) {
                continue;
            }
            onAgenda = true;
            try {
                action.run();
            } catch (RuntimeException e) {
                violated("what happens outside failed: " + Verdict.trace(e));
            } finally {
                onAgenda = false;
            }
        }
    }

    private void endAll(String why) {
        violated(why + "\n    " + tasks.stream().map(SimTask::dump).collect(Collectors.joining("\n    ")));
        steps = 0;
        nowNanos = 0;
        tasks.stream().map(SimTask::process).distinct().toList().forEach(this::kill);
    }

    /** The whole life of a task's thread. */
    void live(SimTask task, Runnable body) {
        try {
            task.awaitBaton();
            task.process().requireAlive();
            body.run();
        } catch (ProcessDeath expected) {
            // so it was meant
        } catch (RuntimeException | Error e) {
            violated(task + " threw " + Verdict.trace(e));
        }
        tasks.remove(task);
        task.finish();
        SimTask next = choose();
        if (next == null) {
            over.countDown();
        } else {
            running = next;
            next.takeBaton();
        }
    }
}
