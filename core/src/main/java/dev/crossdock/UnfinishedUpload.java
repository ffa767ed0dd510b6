package dev.crossdock;

/**
 * An upload in parts that was begun and neither completed nor aborted, as a store lists it.
 *
 * @param key what it would become
 * @param uploadId the store's name for it
 * @param initiatedEpochSeconds when it was begun, by the store's clock, in seconds since 1970-01-01 UTC
 */
public record UnfinishedUpload(ObjectKey key, String uploadId, long initiatedEpochSeconds) {

    public UnfinishedUpload {
        if (uploadId.isEmpty()) {
            throw new IllegalArgumentException("an upload has a name");
        }
    }
}
