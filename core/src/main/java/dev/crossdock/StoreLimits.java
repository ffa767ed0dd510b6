package dev.crossdock;

/**
 * What a store takes.
 *
 * @param minPartBytes the smallest part but the last
 * @param maxPartBytes the largest part
 * @param maxParts how many parts an upload has at most
 */
public record StoreLimits(long minPartBytes, long maxPartBytes, int maxParts) {

    /** Amazon S3's: 5 MiB to 5 GiB, 10,000 parts, hence 48.8 TiB. */
    public static final StoreLimits S3 = new StoreLimits(5L << 20, 5L << 30, 10_000);

    public StoreLimits {
        if (minPartBytes < 1 || maxPartBytes < minPartBytes || maxParts < 1) {
            throw new IllegalArgumentException("contradictory limits of a store");
        }
    }

    /** The largest object that fits, in bytes. */
    public long maxObjectBytes() {
        return Math.multiplyExact(maxPartBytes, (long) maxParts);
    }
}
