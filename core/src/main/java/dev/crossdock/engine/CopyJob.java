package dev.crossdock.engine;

import dev.crossdock.CancelledException;
import dev.crossdock.FileStat;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.Resume;
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
    private final Leftovers leftovers;
    private final RandomGenerator random;
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
        this.leftovers = new Leftovers(store, target, retries);
        this.random = random;
        this.startedNanos = waits.nanoTime();
    }

    void cancel() {
        stop.stop(new CancelledException());
    }

    /** Does the whole transfer. Throws only what is a defect. */
    TransferOutcome run() {
        TransferOutcome outcome;
        ObjectStore share = store.share();
        try {
            stop.onStop(share::close);
            outcome = swept(copy(share));
        } catch (Publication.Unclear unclear) {
            outcome = new TransferOutcome.Unconfirmed(sweptAfter(unclear.why()));
        } catch (TransferException failure) {
            leftovers.uselessAfter(failure).ifPresent(failure::addSuppressed);
            outcome = new TransferOutcome.Failed(sweptAfter(failure), leftovers.keptAfter(failure));
        } finally {
            source.close();
            share.close();
        }
        events.tell(new TransferEvent.Resources(budget.reservedBytes(), budget.totalBytes(), source.connections()));
        events.tell(new TransferEvent.Finished(outcome));
        return outcome;
    }

    private TransferOutcome copy(ObjectStore share) throws TransferException, Publication.Unclear {
        stop.onStop(source::close);
        TargetLook look = new TargetLook(share, target, retries);
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
        TransferOptions options = allowedFor(stat);
        SourceIdentity identity = SourceIdentity.of(source.location(), stat);
        ObjectSpec spec = new ObjectSpec(
                identity,
                stat.sizeBytes(),
                options.noClobber(),
                options.requireIntegrity().satisfies(Integrity.PART));
        Recognition recognition = new Recognition(spec, options);
        Optional<StoredObject> before = look.result();
        if (before.filter(recognition::hangsOnItsChecksum).isPresent()) {
            before = new ChecksumProbe(share, target, spec, leftovers, retries, events).lookAgain(before.get());
        }
        boolean alreadyThere = before.filter(recognition::isEnough).isPresent();
        PartPlanner planner = new PartPlanner(share.limits(), budget.totalBytes());
        // Where nothing is to be read, no further connection is opened.
        Lines lines = new Lines(alreadyThere ? 1 : source.expect(stat.sizeBytes()), share.latency());
        TransferPlan plan = planner.plan(stat.sizeBytes(), identity, options, source.access(), lines);
        if (alreadyThere) {
            events.tell(new TransferEvent.Planned(source.location(), target, plan));
            return new TransferOutcome.AlreadyThere(source.location(), target, before.orElseThrow());
        }
        Optional<StoredObject> candidate =
                plan.singleRequest() ? before.filter(recognition::mayBeShown) : Optional.empty();
        if (before.isPresent() && candidate.isEmpty() && options.noClobber()) {
            throw targetExists(target);
        }
        CopyContext context = new CopyContext(
                source,
                stat,
                share,
                target,
                spec,
                plan,
                options,
                budget,
                new Pace(options.bandwidthBytesPerSecond(), waits),
                new Publication(store, target, spec, before, recognition, retries),
                leftovers,
                retries,
                events,
                stop,
                waits);
        Optional<Begun> earlier = Optional.empty();
        if (candidate.isEmpty() && stat.sizeBytes() > share.limits().minPartBytes()) {
            earlier = new UploadSearch(context, planner, random).find();
        }
        TransferPlan settled = earlier.map(Begun::plan).orElse(plan);
        events.tell(new TransferEvent.Planned(source.location(), target, settled));
        earlier.ifPresent(begun -> events.tell(new TransferEvent.Resumed(
                begun.upload().uploadId(), begun.proven().size(), begun.provenBytes())));
        if (earlier.isEmpty() && plan.singleRequest()) {
            Optional<Proof> put = new SinglePut(context, candidate).copy();
            return put.isPresent()
                    ? completed(put.get())
                    : new TransferOutcome.AlreadyThere(
                            source.location(), target, candidate.orElseThrow(), Integrity.PART);
        }
        return inParts(context, earlier);
    }

    /**
     * An upload that vanishes in mid-flight was completed by another transfer of the same version, cut by a lifecycle
     * rule, or ended by somebody; one whose parts are replaced is being used by somebody else, and left to them. If the
     * object is not there, one fresh start is tried.
     */
    private TransferOutcome inParts(CopyContext context, Optional<Begun> earlier)
            throws TransferException, Publication.Unclear {
        try {
            return completed(new MultipartCopy(context, earlier.isPresent() ? earlier.get() : begin(context)).copy());
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.NO_SUCH_UPLOAD && e.kind() != StoreException.Kind.PARTS_REPLACED) {
                throw e;
            }
            Optional<StoredObject> finished = context.stat().timeKnown()
                    ? context.publication().byAnother(e.kind() == StoreException.Kind.NO_SUCH_UPLOAD)
                    : Optional.empty();
            if (finished.isPresent()) {
                return new TransferOutcome.AlreadyThere(source.location(), target, finished.get());
            }
            if (source.access() == SourceFile.Access.ASCENDING) {
                throw e; // what was read can't be read again
            }
            retries.again("upload the file", e);
            events.tell(new TransferEvent.NotResumed("The upload that was under way is gone."));
            return completed(new MultipartCopy(context, begin(context)).copy());
        }
    }

    /** Without a modification time, what is at the store may be of another version: nothing of it is used. */
    private TransferOptions allowedFor(FileStat stat) {
        return stat.timeKnown() ? options : options.withAlways(true).withResume(Resume.NEVER);
    }

    private static Begun begin(CopyContext context) throws TransferException {
        return Begun.fresh(context.leftovers().begin(context.store(), context.spec()), context.plan());
    }

    private TransferOutcome swept(TransferOutcome outcome) {
        try {
            leftovers.sweep();
        } catch (TransferException e) {
            events.tell(new TransferEvent.LeftBehind(e));
        }
        return outcome;
    }

    private TransferException sweptAfter(TransferException failure) {
        try {
            leftovers.sweep();
        } catch (TransferException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private TransferOutcome completed(Proof proof) throws IntegrityException {
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
                proof.bytes(),
                Duration.ofNanos(waits.nanoTime() - startedNanos),
                proof.parts(),
                proof.partsResumed(),
                proof.bytesResumed(),
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

    static StoreException targetExists(ObjectKey target) {
        return new StoreException(
                StoreException.Kind.TARGET_EXISTS,
                "There is an object at " + target + " already.",
                "leave --no-clobber out to replace it");
    }
}
