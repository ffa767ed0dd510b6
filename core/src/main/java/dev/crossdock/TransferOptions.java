package dev.crossdock;

import java.util.OptionalLong;

/**
 * How one transfer is to be done. {@link #defaults()} suits most; each {@code with} method changes one thing.
 *
 * @param partSizeBytes the wished part size, rounded down to whole MiB; empty: 5 to 15 MiB by the file's size and the distance, and as
 *     much larger as the store's limits require
 * @param inFlightParts how many parts may be read or sent at once; 0: as many as the memory budget holds
 * @param bandwidthBytesPerSecond the most that is read per second on average; empty: no limit
 * @param noClobber never replace an object: the store refuses if there is one
 * @param always copy even if this very version of the source is there already
 * @param requireIntegrity the least that the store must confirm; less makes the transfer fail
 * @param resume whether to go on where an earlier transfer of this version broke off
 */
public record TransferOptions(
        OptionalLong partSizeBytes,
        int inFlightParts,
        OptionalLong bandwidthBytesPerSecond,
        boolean noClobber,
        boolean always,
        Integrity requireIntegrity,
        Resume resume) {

    public TransferOptions {
        if (partSizeBytes.isPresent() && partSizeBytes.getAsLong() < 1) {
            throw new IllegalArgumentException("a part has at least one byte");
        }
        if (inFlightParts < 0) {
            throw new IllegalArgumentException("parts in flight are 0 (automatic) or more, not " + inFlightParts);
        }
        if (bandwidthBytesPerSecond.isPresent() && bandwidthBytesPerSecond.getAsLong() < 1) {
            throw new IllegalArgumentException("a bandwidth is at least one byte per second");
        }
    }

    public static TransferOptions defaults() {
        return new TransferOptions(
                OptionalLong.empty(), 0, OptionalLong.empty(), false, false, Integrity.PART, Resume.AUTO);
    }

    public TransferOptions withPartSizeBytes(long bytes) {
        return new TransferOptions(
                OptionalLong.of(bytes),
                inFlightParts,
                bandwidthBytesPerSecond,
                noClobber,
                always,
                requireIntegrity,
                resume);
    }

    public TransferOptions withInFlightParts(int parts) {
        return new TransferOptions(
                partSizeBytes, parts, bandwidthBytesPerSecond, noClobber, always, requireIntegrity, resume);
    }

    public TransferOptions withBandwidthBytesPerSecond(long bytesPerSecond) {
        return new TransferOptions(
                partSizeBytes,
                inFlightParts,
                OptionalLong.of(bytesPerSecond),
                noClobber,
                always,
                requireIntegrity,
                resume);
    }

    public TransferOptions withNoClobber(boolean value) {
        return new TransferOptions(
                partSizeBytes, inFlightParts, bandwidthBytesPerSecond, value, always, requireIntegrity, resume);
    }

    public TransferOptions withAlways(boolean value) {
        return new TransferOptions(
                partSizeBytes, inFlightParts, bandwidthBytesPerSecond, noClobber, value, requireIntegrity, resume);
    }

    public TransferOptions withRequireIntegrity(Integrity level) {
        return new TransferOptions(
                partSizeBytes, inFlightParts, bandwidthBytesPerSecond, noClobber, always, level, resume);
    }

    public TransferOptions withResume(Resume wanted) {
        return new TransferOptions(
                partSizeBytes, inFlightParts, bandwidthBytesPerSecond, noClobber, always, requireIntegrity, wanted);
    }
}
