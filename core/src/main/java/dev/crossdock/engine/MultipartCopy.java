package dev.crossdock.engine;

import dev.crossdock.ByteSize;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartReceipt;
import dev.crossdock.PlanException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves a file in parts: as many at once as there is memory for, each on its own thread from READ to acknowledgement.
 * The object becomes visible only after every part is acknowledged and the source was looked at again.
 */
final class MultipartCopy {

    private final CopyContext context;
    /** Ends this upload; the transfer's own signal fires it too. */
    private final StopSignal stop;

    private final Waits.Monitor monitor;
    private final @Nullable PartReceipt[] receipts;
    private int nextPartNumber = 1;

    MultipartCopy(CopyContext context) {
        this.context = context;
        this.stop = new StopSignal(context.waits());
        this.monitor = context.waits().newMonitor();
        this.receipts = new PartReceipt[context.plan().parts()];
    }

    /** Begins an upload, fills and completes it. An upload that is not completed is aborted. */
    Proof copy() throws TransferException, Publication.Unclear {
        Upload upload = context.retries()
                .run("begin the upload", () -> context.store().begin(context.target(), context.spec()));
        Runnable follow = () ->
                stop.stop(Optional.<Throwable>ofNullable(context.stop().cause()).orElseThrow());
        context.stop().onStop(follow);
        stop.onStop(upload::interrupt);
        try {
            requireProvable(upload);
            moveParts(upload);
            context.requireUnchanged();
            return complete(upload);
        } catch (TransferException | RuntimeException | Error e) {
            abort(upload, e);
            throw e;
        } finally {
            context.stop().forget(follow);
        }
    }

    /** A part that is cut through may end below what is required; better to know that before a byte moves. */
    private void requireProvable(Upload upload) throws PlanException {
        Integrity required = context.options().requireIntegrity();
        if (context.plan().cutThrough()
                && required.satisfies(Integrity.PART)
                && !upload.cutThroughIntegrity().satisfies(Integrity.PART)) {
            throw new PlanException(
                    "Parts of " + ByteSize.format(context.plan().partSizeBytes())
                            + " are too large to be held in memory, and this store can't confirm parts that are sent"
                            + " while they are read.",
                    "give more memory (--memory "
                            + ByteSize.format(4 * context.plan().partSizeBytes())
                                    .replace(" ", "")
                            + ") or require less (--require-integrity size)");
        }
    }

    private void moveParts(Upload upload) throws TransferException {
        List<Waits.Task> workers = new ArrayList<>();
        for (int i = 0; i < context.plan().inFlightParts(); i++) {
            workers.add(context.waits().spawn("part-" + i, () -> movePartsUntilDone(upload)));
        }
        workers.forEach(Waits.Task::join);
        stop.check();
        requireIntegrity();
    }

    private void movePartsUntilDone(Upload upload) {
        PartMover mover = new PartMover(context, stop, upload);
        try {
            for (int part = takeNext(); part != 0 && !stop.stopped(); part = takeNext()) {
                PartReceipt receipt = mover.move(context.plan().part(part));
                monitor.lock();
                try {
                    receipts[part - 1] = receipt;
                } finally {
                    monitor.unlock();
                }
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

    /** The next part that nobody has taken; 0 if there is none. */
    private int takeNext() {
        monitor.lock();
        try {
            return nextPartNumber > receipts.length ? 0 : nextPartNumber++;
        } finally {
            monitor.unlock();
        }
    }

    private Integrity partsIntegrity() {
        Integrity level = Integrity.PART;
        for (PartReceipt receipt : allReceipts()) {
            level = level.and(receipt.integrity());
        }
        return level;
    }

    private void requireIntegrity() throws IntegrityException {
        if (context.options().requireIntegrity().satisfies(Integrity.PART)
                && !partsIntegrity().satisfies(Integrity.PART)) {
            throw IntegrityException.ofObject(
                    "The store confirmed neither checksums nor MD5s of the parts of " + context.target() + ".",
                    "nothing was published; accept less with --require-integrity size",
                    null);
        }
    }

    private List<PartReceipt> allReceipts() {
        List<PartReceipt> all = new ArrayList<>(receipts.length);
        for (PartReceipt receipt : receipts) {
            if (receipt == null) {
                throw new IllegalStateException("part " + (all.size() + 1) + " was never stored");
            }
            all.add(receipt);
        }
        return all;
    }

    private Proof complete(Upload upload) throws TransferException, Publication.Unclear {
        List<PartReceipt> parts = allReceipts();
        Crc32c whole = Crc32c.EMPTY;
        for (PartReceipt part : parts) {
            whole = whole.then(part.crc32c(), part.part().length());
        }
        Crc32c sum = whole;
        try {
            ObjectReceipt receipt = context.publication()
                    .publish("complete the upload", () -> upload.complete(parts, sum), sum, partsIntegrity());
            return new Proof(receipt, sum);
        } catch (Publication.Unclear unclear) {
            return settled(upload, sum, unclear);
        }
    }

    /** Makes sure that nothing can publish the upload any more, and then looks what became of it. */
    private Proof settled(Upload upload, Crc32c whole, Publication.Unclear unclear)
            throws TransferException, Publication.Unclear {
        Optional<ObjectReceipt> receipt;
        try {
            abortUntilGone(upload);
            receipt = context.publication().settle(whole, partsIntegrity());
        } catch (TransferException e) {
            unclear.why().addSuppressed(e);
            throw unclear;
        }
        if (receipt.isEmpty()) {
            throw unclear.why();
        }
        return new Proof(receipt.get(), whole);
    }

    private void abort(Upload upload, Throwable because) {
        upload.interrupt();
        try {
            abortUntilGone(upload);
        } catch (TransferException e) {
            because.addSuppressed(e);
        }
    }

    private void abortUntilGone(Upload upload) throws TransferException {
        context.retries().evenIfStopped().run("abort the upload", () -> {
            upload.abort();
            return upload;
        });
    }
}
