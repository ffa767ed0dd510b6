package dev.crossdock.s3;

import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which parts of an upload the store holds with a checksum of its own that equals ours: returned when the part was put,
 * or listed later. Only if that is so for every part does its checksum over the whole prove anything.
 */
final class ConfirmedParts {

    private final Map<Integer, String> eTags = new ConcurrentHashMap<>();

    /** The store's checksum of what it holds under this number and name is known. */
    void confirm(int partNumber, String eTag) {
        eTags.put(partNumber, eTag);
    }

    /** Something was put under this number, and the store showed no checksum of it. */
    void forget(PartRange part) {
        eTags.remove(part.partNumber());
    }

    /** Whether these are exactly such parts. */
    boolean holds(List<PartReceipt> receipts) {
        return receipts.stream()
                .allMatch(receipt ->
                        receipt.eTag().equals(eTags.get(receipt.part().partNumber())));
    }
}
