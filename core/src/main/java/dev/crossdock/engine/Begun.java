package dev.crossdock.engine;

import dev.crossdock.PartReceipt;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferPlan;
import dev.crossdock.Upload;
import java.util.List;

/**
 * An upload that parts can be moved to: a fresh one, or one that an earlier transfer of the same version began.
 *
 * @param upload what to put the parts to
 * @param plan how the file is cut for it
 * @param proven parts that are stored, as the store's own checksums show
 * @param unproven parts that are stored, but must be read again to know whether they are right
 */
record Begun(Upload upload, TransferPlan plan, List<PartReceipt> proven, List<StoredPart> unproven) {

    static Begun fresh(Upload upload, TransferPlan plan) {
        return new Begun(upload, plan, List.of(), List.of());
    }

    /** Whether nothing is stored of it yet. */
    boolean isFresh() {
        return proven.isEmpty() && unproven.isEmpty();
    }

    long provenBytes() {
        return proven.stream().mapToLong(receipt -> receipt.part().length()).sum();
    }
}
