package dev.crossdock.engine;

import dev.crossdock.IntegrityException;
import dev.crossdock.SourceException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one place where anything is tried again. The adapters make single attempts; what may be repeated, how often and
 * after which pause is decided here, and only here.
 */
final class Retries {

    /** A step that can be repeated as a whole. */
    interface Step<T> {
        T attempt() throws TransferException;
    }

    /** Clean-up is worth some patience, but nobody should wait long for it. */
    private static final int CLEAN_UP_ATTEMPTS = 4;

    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final StopSignal stop;
    private final Events events;
    private final Waits waits;
    private final AtomicInteger total;

    /** How often any step got further than before. */
    private final AtomicLong progress = new AtomicLong();

    private final AtomicReference<@Nullable Long> movingSinceNanos = new AtomicReference<>();

    Retries(RetryPolicy policy, RandomGenerator random, StopSignal stop, Events events, Waits waits) {
        this(policy, random, stop, events, waits, new AtomicInteger());
    }

    private Retries(
            RetryPolicy policy,
            RandomGenerator random,
            StopSignal stop,
            Events events,
            Waits waits,
            AtomicInteger total) {
        this.policy = policy;
        this.random = random;
        this.stop = stop;
        this.events = events;
        this.waits = waits;
        this.total = total;
    }

    /** For what must be done although the transfer was stopped: to abort, and to learn what became of a request. */
    Retries evenIfStopped() {
        return new Retries(policy.withAttempts(CLEAN_UP_ATTEMPTS), random, new StopSignal(waits), events, waits, total);
    }

    /** Bytes have arrived: from now on there is something to be patient for. */
    void moved() {
        if (movingSinceNanos.get() == null) {
            movingSinceNanos.compareAndSet(null, waits.nanoTime());
        }
    }

    private Duration movingUntil(long nanos) {
        @Nullable Long since = movingSinceNanos.get();
        return since == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos - since));
    }

    /** How often anything was tried again so far. */
    int total() {
        return total.get();
    }

    /** Does a step, again after a failure that may pass. */
    <T> T run(String name, Step<T> step) throws TransferException {
        Attempts attempts = of(name);
        while (true) {
            stop.check();
            try {
                return step.attempt();
            } catch (TransferException failure) {
                attempts.pauseAfter(failure);
            }
        }
    }

    /** Something larger than a step is begun anew, at once. */
    void again(String name, TransferException failure) {
        total.incrementAndGet();
        events.tell(new TransferEvent.Retried(name, 1, Duration.ZERO, failure));
    }

    /** The failures of one step, for one that is not simply repeated as a whole. */
    Attempts of(String name) {
        return new Attempts(name);
    }

    /** Counts the failures of one step. Used by one thread. */
    final class Attempts {

        private final String name;
        private int failures;
        private int whileOthersRead;
        private long seenProgress = progress.get();
        private int damaged;
        private long firstFailureNanos;
        private long furthest;

        private Attempts(String name) {
            this.name = name;
        }

        /** How often the step failed since it last made progress. */
        int failures() {
            return failures;
        }

        /** How far the step got; where that is further than ever before, the count begins anew. */
        void reached(long position) {
            if (position > furthest) {
                furthest = position;
                failures = 0;
                whileOthersRead = 0;
                seenProgress = progress.incrementAndGet();
            }
        }

        /** The step has got so far: to get there again is no progress. What failed until then still counts. */
        void completed(long position) {
            if (position > furthest) {
                furthest = position;
                seenProgress = progress.incrementAndGet();
            }
        }

        /**
         * How long to wait before the step is tried again.
         *
         * @throws TransferException the failure itself, if it is final or was one too many; the stop signal's cause, if
         *     the transfer was stopped, for the failure is then only a consequence
         */
        Duration nextPause(TransferException failure) throws TransferException {
            stop.check();
            long now = waits.nanoTime();
            if (failures == 0) {
                firstFailureNanos = now;
            }
            failures++;
            noteOthers(failure);
            if (!failure.retryable() || isEnough(failure, Duration.ofNanos(now - firstFailureNanos))) {
                throw failure;
            }
            Duration pause = policy.pauseAfter(failures, random);
            if (Restraint.isAskedFor(failure)) {
                pause = pause.plus(policy.firstPause());
            }
            total.incrementAndGet();
            events.tell(new TransferEvent.Retried(name, failures, pause, failure));
            return pause;
        }

        /** An outage passes with time. Damage does not: another attempt helps, or nothing does. */
        private boolean isEnough(TransferException failure, Duration failing) {
            if (failure instanceof IntegrityException) {
                damaged++;
            }
            return damaged >= policy.attempts()
                    || policy.isEnough(failures, whileOthersRead, failing, movingUntil(firstFailureNanos));
        }

        /** A server that ends each session after some bytes gives them to a few of the parts that wait. */
        private void noteOthers(TransferException failure) {
            long now = progress.get();
            if (now > seenProgress && failure instanceof SourceException) {
                whileOthersRead++;
            }
            seenProgress = now;
        }

        void pauseAfter(TransferException failure) throws TransferException {
            stop.pause(nextPause(failure));
        }
    }
}
