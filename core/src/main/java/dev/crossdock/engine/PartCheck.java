package dev.crossdock.engine;

import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.time.Duration;
import java.util.Optional;

/** Reads one stored part again, to see whether an upload is of the version that is to be moved. */
final class PartCheck {

    private final CopyContext context;
    private final PartReader reader;

    /**
     * @param context with the plan that the upload was cut by
     */
    PartCheck(CopyContext context) {
        this.context = context;
        this.reader = new PartReader(context, context.stop());
    }

    /** The part's receipt, if the store holds what the source has there. */
    Optional<PartReceipt> compare(Upload upload, PartRange part, StoredPart stored) throws TransferException {
        Retries.Attempts attempts = context.retries().of("read part " + part.partNumber() + " again");
        while (true) {
            Duration pause;
            context.pace().take(part.length(), context.stop());
            try (BlockLease lease = context.budget()
                    .reserve(MemoryBudget.blocksFor(context.plan().reservedBytesPerPart()), context.stop())) {
                if (context.plan().cutThrough()) {
                    return upload.compare(part, stored, new CutThroughBody(context.source(), part, lease.blocks()));
                }
                RangeBuffer buffer = new RangeBuffer(part.bytes(), lease.blocks());
                reader.fill(buffer, attempts);
                return upload.compare(part, stored, buffer);
            } catch (TransferException e) {
                if (!context.plan().cutThrough()) {
                    throw e;
                }
                pause = attempts.nextPause(e);
            }
            context.stop().pause(pause);
        }
    }
}
