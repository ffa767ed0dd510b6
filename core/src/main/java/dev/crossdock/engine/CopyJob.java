package dev.crossdock.engine;

import dev.crossdock.CancelledException;
import dev.crossdock.FileStat;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One transfer, from the first STAT to the receipt. */
final class CopyJob {

    private final SourceFile source;
    private final ObjectStore store;
    private final ObjectKey target;
    private final TransferOptions options;
    private final MemoryBudget budget;
    private final Waits waits;
    private final StopSignal stop;
    private final Events events;
    private final Retries retries;
    private final long startedNanos;

    CopyJob(
            SourceFile source,
            ObjectStore store,
            ObjectKey target,
            TransferOptions options,
            TransferListener listener,
            MemoryBudget budget,
            Waits waits,
            RandomGenerator random,
            RetryPolicy policy) {
        this.source = source;
        this.store = store;
        this.target = target;
        this.options = options;
        this.budget = budget;
        this.waits = waits;
        this.stop = new StopSignal(waits);
        this.events = new Events(listener, waits);
        this.retries = new Retries(policy, random, stop, events, waits);
        this.startedNanos = waits.nanoTime();
    }

    void cancel() {
        stop.stop(new CancelledException());
    }

    /** Does the whole transfer. Throws only what is a defect. */
    TransferOutcome run() {
        TransferOutcome outcome;
        try {
            outcome = copy();
        } catch (Publication.Unclear unclear) {
            outcome = new TransferOutcome.Unconfirmed(unclear.why());
        } catch (TransferException failure) {
            outcome = new TransferOutcome.Failed(failure);
        } finally {
            source.close();
        }
        events.tell(new TransferEvent.Finished(outcome));
        return outcome;
    }

    private TransferOutcome copy() throws TransferException, Publication.Unclear {
        stop.onStop(source::close);
        StoreLook look = new StoreLook();
        Waits.Task looking = waits.spawn("look-at-target", look);
        FileStat stat;
        try {
            stat = statRegular(source, retries);
        } catch (TransferException e) {
            stop.stop(e);
            throw e;
        } finally {
            looking.join();
        }
        SourceIdentity identity = SourceIdentity.of(source.location(), stat);
        TransferPlan plan = new PartPlanner(store.limits(), budget.totalBytes())
                .plan(stat.sizeBytes(), identity, options, source.expect(stat.sizeBytes()));
        events.tell(new TransferEvent.Planned(source.location(), target, plan));
        Optional<StoredObject> before = look.result();
        if (before.isPresent() && !options.always() && isVersion(before.get(), identity, stat)) {
            return new TransferOutcome.AlreadyThere(source.location(), target, before.get());
        }
        if (before.isPresent() && options.noClobber()) {
            throw targetExists();
        }
        ObjectSpec spec = new ObjectSpec(identity, stat.sizeBytes(), options.noClobber());
        CopyContext context = new CopyContext(
                source,
                stat,
                store,
                target,
                spec,
                plan,
                options,
                budget,
                new Pace(options.bandwidthBytesPerSecond(), waits),
                new Publication(store, target, spec, before, retries),
                retries,
                events,
                stop,
                waits);
        return completed(plan, plan.singleRequest() ? new SinglePut(context).copy() : multipart(context));
    }

    /**
     * An upload that vanishes in mid-flight was cut by a lifecycle rule or ended by somebody: one fresh start is tried.
     */
    private Proof multipart(CopyContext context) throws TransferException, Publication.Unclear {
        try {
            return new MultipartCopy(context).copy();
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.NO_SUCH_UPLOAD) {
                throw e;
            }
            retries.again("upload the file", e);
            return new MultipartCopy(context).copy();
        }
    }

    private TransferOutcome completed(TransferPlan plan, Proof proof) throws IntegrityException {
        Integrity reached = proof.receipt().integrity();
        if (!reached.satisfies(options.requireIntegrity())) {
            throw IntegrityException.ofObject(
                    "The object " + target + " was stored, but the store confirmed it only at the level '"
                            + reached.label() + "', and '"
                            + options.requireIntegrity().label() + "' was required.",
                    "the object is visible: check it by other means, or require less (--require-integrity)",
                    null);
        }
        return new TransferOutcome.Completed(new TransferReceipt(
                source.location(),
                target,
                plan.sizeBytes(),
                Duration.ofNanos(waits.nanoTime() - startedNanos),
                plan.parts(),
                retries.total(),
                reached,
                proof.whole(),
                proof.receipt().eTag()));
    }

    static FileStat statRegular(SourceFile source, Retries retries) throws TransferException {
        FileStat stat = retries.run("look at the file", source::stat);
        if (stat.kind() != FileStat.Kind.REGULAR) {
            throw new SourceException(
                    SourceException.Kind.UNREADABLE,
                    source.location() + " is " + (stat.kind() == FileStat.Kind.DIRECTORY ? "a directory" : "no file")
                            + ".",
                    "name a regular file");
        }
        return stat;
    }

    private static boolean isVersion(StoredObject object, SourceIdentity identity, FileStat stat) {
        return object.source().equals(Optional.of(identity)) && object.sizeBytes() == stat.sizeBytes();
    }

    private StoreException targetExists() {
        return new StoreException(
                StoreException.Kind.TARGET_EXISTS,
                "There is an object at " + target + " already.",
                "leave --no-clobber out to replace it");
    }

    /** Looks at the target while the source is being connected to: neither needs the other. */
    private final class StoreLook implements Runnable {

        private Optional<StoredObject> found = Optional.empty();
        private Optional<Throwable> failure = Optional.empty();

        @Override
        public void run() {
            try {
                found = retries.run("look at the target", () -> store.find(target));
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.FORBIDDEN) {
                    failure = Optional.of(e);
                }
                // May write but not read: less is recognised, and the transfer goes on.
            } catch (TransferException | RuntimeException | Error e) {
                failure = Optional.of(e);
            }
        }

        /** Called after the look has ended. */
        Optional<StoredObject> result() throws TransferException {
            if (failure.isPresent()) {
                throw StopSignal.asThrown(failure.get());
            }
            return found;
        }
    }
}
