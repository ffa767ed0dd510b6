package dev.crossdock.engine;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoredPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which parts of an upload are stored, which are still to be moved, and what they add up to. May be used by any thread. */
final class PartsOfUpload {

    private final Waits.Monitor monitor;
    private final @Nullable PartReceipt[] receipts;
    private final Map<Integer, StoredPart> unproven = new HashMap<>();
    private final long sizeBytes;
    private int resumed;
    private long bytesResumed;

    PartsOfUpload(Begun begun, Waits waits) {
        this.monitor = waits.newMonitor();
        this.sizeBytes = begun.plan().sizeBytes();
        this.receipts = new PartReceipt[begun.plan().parts()];
        for (PartReceipt receipt : begun.proven()) {
            receipts[receipt.part().partNumber() - 1] = receipt;
            resumed++;
            bytesResumed += receipt.part().length();
        }
        begun.unproven().forEach(part -> unproven.put(part.partNumber(), part));
    }

    /** The numbers of the parts that nobody vouches for, in ascending order. */
    List<Integer> toMove() {
        return IntStream.rangeClosed(1, receipts.length)
                .filter(part -> receipts[part - 1] == null)
                .boxed()
                .toList();
    }

    /** What the upload holds under a number although nobody vouches for it; null if nothing. */
    @Nullable
    StoredPart unproven(int partNumber) {
        return unproven.get(partNumber);
    }

    void moved(PartMover.Moved part) {
        monitor.lock();
        try {
            int partNumber = part.receipt().part().partNumber();
            receipts[partNumber - 1] = part.receipt();
            if (!part.sent()) {
                resumed++;
                bytesResumed += part.receipt().part().length();
            }
        } finally {
            monitor.unlock();
        }
    }

    /** How many parts the store has, proven or not. */
    int stored() {
        monitor.lock();
        try {
            return (int) IntStream.rangeClosed(1, receipts.length)
                    .filter(part -> receipts[part - 1] != null || unproven.containsKey(part))
                    .count();
        } finally {
            monitor.unlock();
        }
    }

    // What follows is called when every part is stored.

    /** The receipts of all parts, in ascending order. */
    List<PartReceipt> all() {
        List<PartReceipt> all = new ArrayList<>(receipts.length);
        for (PartReceipt receipt : receipts) {
            if (receipt == null) {
                throw new IllegalStateException("part " + (all.size() + 1) + " was never stored");
            }
            all.add(receipt);
        }
        return all;
    }

    /**
     * Takes the names that the parts have at the store now, where others put the same parts again.
     *
     * @return whether every part is there, and shows by its checksum that it is the same
     */
    boolean renamed(List<StoredPart> listed) throws IntegrityException {
        Map<Integer, StoredPart> there = new HashMap<>();
        listed.forEach(part -> there.put(part.partNumber(), part));
        boolean all = true;
        for (PartReceipt receipt : all()) {
            int number = receipt.part().partNumber();
            StoredPart part = there.get(number);
            if (part == null) {
                all = false;
            } else if (!part.eTag().equals(receipt.eTag())) {
                all &= part.crc32c().isPresent();
                if (part.crc32c().filter(crc -> !crc.equals(receipt.crc32c())).isPresent()) {
                    throw IntegrityException.ofObject(
                            "Part " + number + " was replaced at the store by other bytes.",
                            "nothing was published; see who else writes there, and run the transfer again",
                            null);
                }
                receipts[number - 1] = new PartReceipt(receipt.part(), part.eTag(), receipt.crc32c(), Integrity.PART);
            }
        }
        return all;
    }

    /** The lowest level that any part reached. */
    Integrity integrity() {
        return all().stream().map(PartReceipt::integrity).reduce(Integrity.PART, Integrity::and);
    }

    /** The checksum of the whole file, combined from those of its parts. */
    Crc32c wholeCrc32c() {
        Crc32c whole = Crc32c.EMPTY;
        for (PartReceipt part : all()) {
            whole = whole.then(part.crc32c(), part.part().length());
        }
        return whole;
    }

    Proof proof(ObjectReceipt receipt) {
        return new Proof(receipt, wholeCrc32c(), sizeBytes, receipts.length, resumed, bytesResumed);
    }
}
