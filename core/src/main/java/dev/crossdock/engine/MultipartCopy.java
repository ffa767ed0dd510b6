package dev.crossdock.engine;

import dev.crossdock.ByteSize;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.KeptUpload;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartReceipt;
import dev.crossdock.PlanException;
import dev.crossdock.Resume;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferPlan;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves a file in parts: as many at once as there is memory for, each on its own thread from READ to acknowledgement.
 * The object becomes visible only after every part is acknowledged and the source was looked at again.
 */
final class MultipartCopy {

    private final CopyContext context;
    private final TransferPlan plan;
    private final Upload upload;
    /** Ends this upload; the transfer's own signal fires it too. */
    private final StopSignal stop;

    private final PartsOfUpload parts;
    private final boolean begunEarlier;
    private final Restraint restraint;
    private boolean gone;

    MultipartCopy(CopyContext context, Begun begun) {
        this.plan = begun.plan();
        this.context = context.withPlan(plan);
        this.upload = begun.upload();
        this.stop = new StopSignal(context.waits());
        this.restraint = new Restraint(context.waits());
        this.parts = new PartsOfUpload(begun, context.waits());
        this.begunEarlier = !begun.isFresh();
    }

    /** Fills and completes the upload. One that is not completed is aborted, or kept to be gone on with. */
    Proof copy() throws TransferException, Publication.Unclear {
        Runnable follow = () ->
                stop.stop(Optional.<Throwable>ofNullable(context.stop().cause()).orElseThrow());
        context.stop().onStop(follow);
        stop.onStop(upload::interrupt);
        try {
            requireProvable();
            moveParts();
            context.requireUnchanged();
            return complete();
        } catch (TransferException | RuntimeException | Error e) {
            giveUp(e);
            throw e;
        } finally {
            context.stop().forget(follow);
        }
    }

    /** A part that is cut through may end below what is required; better to know that before a byte moves. */
    private void requireProvable() throws PlanException {
        if (plan.cutThrough() && !context.satisfies(upload.cutThroughIntegrity())) {
            throw new PlanException(
                    "Parts of " + ByteSize.format(plan.partSizeBytes())
                            + " are too large to be held in memory, and this store can't confirm parts that are sent"
                            + " while they are read.",
                    "give more memory (--memory "
                            + ByteSize.format(4 * plan.partSizeBytes()).replace(" ", "")
                            + ") or require less (--require-integrity size)");
        }
    }

    private void moveParts() throws TransferException {
        ReadingOrder order = new ReadingOrder(context.source(), parts.toMove(), context.waits());
        List<Waits.Task> workers = new ArrayList<>();
        for (int i = 0; i < plan.inFlightParts(); i++) {
            workers.add(context.waits().spawn("part-" + i, () -> movePartsUntilDone(order)));
        }
        workers.forEach(Waits.Task::join);
        context.stop().check(); // first: who stopped it may not have come to stop this upload yet
        stop.check();
        requireIntegrity();
    }

    private void movePartsUntilDone(ReadingOrder order) {
        PartMover mover = new PartMover(context, stop, upload, order, restraint);
        try {
            for (int part = order.takeNext(); part != 0 && !stop.stopped(); part = order.takeNext()) {
                parts.moved(mover.move(plan.part(part), parts.unproven(part)));
                order.wasRead(part);
                context.retries().moved();
            }
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.NO_SUCH_UPLOAD) {
                stop.stop(e); // only this upload has ended: the transfer may begin another
            } else {
                endTransfer(e);
            }
        } catch (TransferException | RuntimeException | Error e) {
            endTransfer(e);
        }
    }

    /** Unless this upload was ended before: then the failure is only a consequence, and the transfer may go on. */
    private void endTransfer(Throwable why) {
        if (!stop.stopped()) {
            context.stop().stop(why);
        }
    }

    private void requireIntegrity() throws IntegrityException {
        // Who began it may have promised of its object that every part was confirmed.
        boolean promised = begunEarlier && !parts.integrity().satisfies(Integrity.PART);
        if (promised || !context.satisfies(parts.integrity())) {
            throw IntegrityException.ofObject(
                    "The store confirmed neither checksums nor MD5s of the parts of " + context.target() + ".",
                    "nothing was published; accept less with --require-integrity size"
                            + (begunEarlier ? " --resume never" : ""),
                    null);
        }
    }

    private Proof complete() throws TransferException, Publication.Unclear {
        Integrity level = parts.integrity();
        Publication.Wanted wanted = new Publication.Wanted(
                parts.wholeCrc32c(),
                level,
                found -> upload.became(found, parts.all()) ? Optional.of(level) : Optional.empty());
        try {
            context.events().tell(new TransferEvent.Publishing());
            Publication.Published published =
                    context.publication().publish("complete the upload", () -> completeOnce(wanted.whole()), wanted);
            if (!published.acknowledged()) {
                abortWhatWasFoundComplete();
            }
            return parts.proof(published.receipt());
        } catch (Publication.Unclear unclear) {
            return settled(wanted, unclear);
        }
    }

    /** Where somebody else put the same parts again, they are the same under other names. */
    private ObjectReceipt completeOnce(Crc32c whole) throws TransferException {
        List<PartReceipt> all = parts.all();
        try {
            return upload.complete(all, whole);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.PARTS_REPLACED || !renamed(e)) {
                throw e;
            }
            return upload.complete(parts.all(), whole);
        }
    }

    private boolean renamed(StoreException refusal) throws TransferException {
        UnfinishedUpload listed = new UnfinishedUpload(context.target(), upload.uploadId(), 0);
        try {
            return parts.renamed(context.retries()
                    .run("list the stored parts", () -> context.store().parts(listed)));
        } catch (StoreException e) {
            refusal.addSuppressed(e);
            return false;
        }
    }

    /** The object was found. Whether this upload became it, or another transfer's of the same version, nobody said. */
    private void abortWhatWasFoundComplete() {
        try {
            abortUntilGone();
        } catch (TransferException e) {
            context.events().tell(new TransferEvent.LeftBehind(e));
        }
    }

    /** Makes sure that nothing can publish the upload any more, and then looks what became of it. */
    private Proof settled(Publication.Wanted wanted, Publication.Unclear unclear)
            throws TransferException, Publication.Unclear {
        Optional<ObjectReceipt> receipt;
        boolean wasThere;
        try {
            wasThere = abortUntilGone();
            gone = true;
            receipt = context.publication().settle(wanted);
        } catch (TransferException e) {
            unclear.why().addSuppressed(e);
            throw unclear;
        }
        if (receipt.isEmpty() && (!wasThere || unclear.acknowledged())) {
            // Something has used the upload up, most likely the request that was thought lost; it may still be at work.
            throw unclear;
        }
        if (receipt.isEmpty()) {
            throw unclear.why();
        }
        return parts.proof(receipt.get());
    }

    /** Keeps the upload if the same transfer can go on with it later, else aborts it until it is gone. */
    private void giveUp(Throwable because) {
        upload.interrupt();
        if (gone) {
            context.leftovers().nothingKept();
            return;
        }
        if (isUsedByOthers(because)) {
            context.events().tell(new TransferEvent.LeftBehind((TransferException) because));
        }
        if (mayBeResumed(because)) {
            KeptUpload kept = new KeptUpload(upload.uploadId(), parts.stored(), plan.parts());
            if (because instanceof StoreException store && store.kind() == StoreException.Kind.NO_ANSWER) {
                context.leftovers().keptIfThere(kept);
            } else {
                context.leftovers().kept(kept);
            }
            return;
        }
        if (isUsedByOthers(because)) {
            return;
        }
        if (isOfUseToOthers(because)) {
            because.addSuppressed(leftToOthers());
            context.leftovers().nothingKept();
            return;
        }
        try {
            abortUntilGone();
        } catch (TransferException e) {
            because.addSuppressed(e);
        }
        context.leftovers().nothingKept(); // it is gone, or said to be left
    }

    /** It is somebody else's as well, who may be about to complete it. */
    private static boolean isUsedByOthers(Throwable because) {
        return because instanceof StoreException store && store.kind() == StoreException.Kind.PARTS_REPLACED;
    }

    /**
     * Others may be filling it, and nothing is wrong with what is in it. Where the source changed or data was damaged,
     * it is of no use to them either, or not safe to use.
     */
    private boolean isOfUseToOthers(Throwable because) {
        return begunEarlier
                && because instanceof StoreException store
                && store.kind() == StoreException.Kind.TARGET_EXISTS;
    }

    private StoreException leftToOthers() {
        return new StoreException(
                StoreException.Kind.REJECTED,
                "The upload " + upload.uploadId() + " of " + context.target()
                        + " was begun by another run, which may still use it.",
                "see crossdock cleanup, or let a lifecycle rule of the bucket do it");
    }

    /** What is stored is of use later unless the source, the store's copy of it or the whole idea was wrong. */
    private boolean mayBeResumed(Throwable because) {
        return context.options().resume() != Resume.NEVER
                && parts.stored() > 0
                && because instanceof TransferException failure
                && Leftovers.saysNothingAgainstParts(failure);
    }

    private boolean abortUntilGone() throws TransferException {
        return context.retries().evenIfStopped().run("abort the upload", upload::abort);
    }
}
