package dev.crossdock.simulator;

import dev.crossdock.PartBody;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.TransferException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request to the simulated store: it is sent, carried out and answered, each after some time, and each may go wrong.
 * What is on its way to the store is carried out even if nobody waits for the answer any more, or is not; as it comes.
 *
 * @param <T> what the answer holds
 */
final class Exchange<T> {

    private static final double LATENCY_MILLIS = 40;
    private static final double PATIENCE_MILLIS = 20_000;

    /** What becomes of it. */
    private enum Fate {
        ANSWERED,
        UNREACHABLE,
        THROTTLED,
        UNAVAILABLE,
        BREAKS_OFF,
        LOST_BEFORE,
        LOST_AFTER,
        FAILS_AFTER,
        /** It is given up, and the store carries it out long after. */
        LATE,
        /** The store carries it out, and its answer can't be understood. */
        UNREADABLE,
        REFUSED
    }

    /** What the store does. */
    interface Deed<T> {
        T done() throws TransferException;
    }

    /** The same for a request that carries a body. */
    interface DeedWith<T> {
        T done(Intake body) throws TransferException;
    }

    private final Simulation simulation;
    private final World world;
    private final RunRecord run;
    private final Requests group;
    private final Request request;
    private final String about;
    private final int mostFailures;
    private final Fate fate;
    private final boolean outlivesItsSender;
    private @Nullable Blocked waiting;
    private @Nullable T result;
    private @Nullable TransferException failure;
    private boolean settled;
    private boolean ended;
    private boolean sent;

    /**
     * @param group with what it ends
     * @param about which upload or part
     * @param mostFailures how often it may fail in a row
     */
    Exchange(World world, RunRecord run, Requests group, Request request, String about, int mostFailures) {
        this.world = world;
        this.simulation = world.simulation();
        this.run = run;
        this.group = group;
        this.request = request;
        this.about = about;
        this.mostFailures = mostFailures;
        run.process().requireAlive();
        run.asks(request);
        this.fate = drawFate();
        this.outlivesItsSender = simulation.chance(0.7);
    }

    private Fate drawFate() {
        Weather weather = world.weather();
        if (!world.reachesStore()) {
            return simulation.chance(0.8) ? Fate.UNREACHABLE : Fate.LOST_BEFORE;
        }
        if (simulation.chance(weather.refusals())) {
            return Fate.REFUSED;
        }
        if (!simulation.chance(weather.storeFaults())) {
            return Fate.ANSWERED;
        }
        return Draw.oneOf(
                simulation.dice(),
                Fate.UNREACHABLE,
                Fate.THROTTLED,
                Fate.UNAVAILABLE,
                Fate.BREAKS_OFF,
                Fate.LOST_BEFORE,
                Fate.LOST_AFTER,
                Fate.FAILS_AFTER,
                Fate.LATE,
                Fate.UNREADABLE);
    }

    /** For {@link Requests}. */
    void end() {
        ended = true;
        wake();
    }

    boolean ended() {
        return ended;
    }

    T carry(Deed<T> deed) throws StoreException {
        try {
            return carry(null, body -> deed.done());
        } catch (StoreException e) {
            throw e;
        } catch (TransferException e) {
            throw new IllegalStateException(request + " can't fail like this", e);
        }
    }

    T carry(@Nullable PartBody body, DeedWith<T> deed) throws TransferException {
        try {
            T answer = attempt(body, deed);
            run.hears(request, about, mostFailures, null);
            return answer;
        } catch (TransferException e) {
            run.hears(request, about, mostFailures, e);
            throw e;
        }
    }

    private T attempt(@Nullable PartBody body, DeedWith<T> deed) throws TransferException {
        group.begins(this);
        try {
            pause(simulation.someNanos(LATENCY_MILLIS));
            requireGoingOn();
            if (fate == Fate.UNREACHABLE) {
                throw fault(Kind.UNREACHABLE);
            }
            Intake intake = send(body);
            sent = true;
            answer(deed, intake);
            while (!settled && !ended) {
                waiting = simulation.blocked("the answer to " + request + about);
                simulation.await(waiting);
            }
            return answered();
        } finally {
            group.over(this);
        }
    }

    private Intake send(@Nullable PartBody body) throws TransferException {
        Intake intake = new Intake(this, body == null ? 0 : body.lengthBytes(), body != null && damages());
        if (body != null) {
            try {
                body.writeTo(intake);
            } catch (TransferException e) {
                throw e;
            } catch (IOException e) {
                throw new StoreException(Kind.NO_ANSWER, "The request broke off.", "", e);
            }
            intake.finish(body, run);
        }
        requireGoingOn();
        return intake;
    }

    private boolean damages() {
        // What is carried out late would replace what was right by then: that is nobody's to notice.
        boolean damaged = fate != Fate.LATE && simulation.chance(world.weather().damage());
        if (damaged) {
            run.damaged();
        }
        return damaged;
    }

    private void answer(DeedWith<T> deed, Intake intake) {
        long there = simulation.someNanos(LATENCY_MILLIS);
        long patience = simulation.someNanos(PATIENCE_MILLIS);
        switch (fate) {
            case ANSWERED, UNREACHABLE -> simulation.in(there, () -> act(deed, intake, null, 0));
            case THROTTLED -> settleIn(there, fault(Kind.THROTTLED));
            case UNAVAILABLE -> settleIn(there, fault(Kind.UNAVAILABLE));
            case REFUSED -> settleIn(there, fault(simulation.chance(0.5) ? Kind.AUTHENTICATION : Kind.FORBIDDEN));
            case LOST_BEFORE, BREAKS_OFF -> settleIn(patience, fault(Kind.NO_ANSWER));
            case LOST_AFTER -> simulation.in(there, () -> act(deed, intake, fault(Kind.NO_ANSWER), patience));
            case FAILS_AFTER -> simulation.in(there, () -> act(deed, intake, fault(Kind.UNAVAILABLE), 0));
            case UNREADABLE -> simulation.in(there, () -> act(deed, intake, fault(notUnderstood()), 0));
            case LATE -> {
                settleIn(patience, fault(Kind.NO_ANSWER));
                simulation.in(
                        patience + simulation.someNanos(PATIENCE_MILLIS),
                        () -> act(deed, intake, fault(Kind.NO_ANSWER), 0));
            }
        }
    }

    /** What may have made something is not called refused. */
    private Kind notUnderstood() {
        return switch (request) {
            case PUT, BEGIN, COMPLETE -> Kind.NO_ANSWER;
            case FIND, REMOVE, PUT_PART, ABORT, LIST_UPLOADS, LIST_PARTS, STAT, READ -> Kind.REJECTED;
        };
    }

    /** The store carries it out. */
    private void act(DeedWith<T> deed, Intake intake, @Nullable TransferException instead, long answerAfter) {
        if ((run.process().dead() || ended) && !outlivesItsSender) {
            return;
        }
        T done = null;
        TransferException refused = instead;
        try {
            done = deed.done(intake);
            simulation.log(() -> "the store carried out " + run + " " + request + about);
            simulation.traced(request.name().hashCode());
        } catch (TransferException e) {
            // An answer that gets lost is lost whatever it says.
            refused = instead == null ? e : instead;
        }
        run.wasServed(request);
        T answer = refused == null ? done : null;
        TransferException why = refused;
        simulation.in(answerAfter + simulation.someNanos(LATENCY_MILLIS), () -> settle(answer, why));
    }

    private void settleIn(long nanos, TransferException why) {
        simulation.in(nanos, () -> settle(null, why));
    }

    private void settle(@Nullable T answer, @Nullable TransferException why) {
        if (!settled) {
            settled = true;
            result = answer;
            failure = why;
            wake();
        }
    }

    private T answered() throws TransferException {
        if (!settled) {
            throw endedFailure();
        }
        if (failure != null) {
            throw failure;
        }
        T answer = result;
        if (answer == null) {
            throw new IllegalStateException("an answer says something");
        }
        return answer;
    }

    /** Waits while bytes are on their way. */
    void carrying() throws StoreException {
        if (simulation.chance(0.3)) {
            pause(simulation.someNanos(12));
        } else {
            simulation.maySwitch();
        }
        requireGoingOn();
        if (fate == Fate.BREAKS_OFF && simulation.chance(0.1)) {
            throw fault(Kind.NO_ANSWER);
        }
    }

    private void pause(long nanos) {
        if (!ended) {
            Blocked reason = simulation.blocked("time to pass for " + request + about);
            waiting = reason;
            simulation.await(reason, nanos);
        }
    }

    private void wake() {
        Blocked reason = waiting;
        if (reason != null) {
            reason.wake();
        }
    }

    private void requireGoingOn() throws StoreException {
        if (ended) {
            throw endedFailure();
        }
    }

    private StoreException endedFailure() {
        return new StoreException(
                sent ? Kind.NO_ANSWER : Kind.UNREACHABLE, "The request was ended before its answer came.", "");
    }

    private StoreException fault(Kind kind) {
        return run.fault(new StoreException(kind, request + about + " met " + fate + ".", ""));
    }
}
