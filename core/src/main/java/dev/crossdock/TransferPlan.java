package dev.crossdock;

/**
 * How a file of a known size is going to be moved.
 *
 * @param sizeBytes the file's size
 * @param partSizeBytes the size of every part but the last
 * @param parts how many parts: 1 means that the object is stored in one request
 * @param cutThrough whether a part is too large to be held in memory and is sent while it is read
 * @param inFlightParts how many parts are in memory at once, at most
 * @param reservedBytesPerPart the memory that a part in flight takes
 * @param connections with how many connections the source means to read at first
 */
public record TransferPlan(
        long sizeBytes,
        long partSizeBytes,
        int parts,
        boolean cutThrough,
        int inFlightParts,
        long reservedBytesPerPart,
        int connections) {

    /** Whether the object goes up in one request. */
    public boolean singleRequest() {
        return parts == 1;
    }

    /** The range that a part holds. */
    public PartRange part(int partNumber) {
        if (partNumber < 1 || partNumber > parts) {
            throw new IllegalArgumentException("no part " + partNumber + " of " + parts);
        }
        long offset = (partNumber - 1) * partSizeBytes;
        return new PartRange(partNumber, offset, Math.min(partSizeBytes, sizeBytes - offset));
    }
}
