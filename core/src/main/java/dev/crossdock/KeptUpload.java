package dev.crossdock;

/**
 * What a transfer that failed left at the store on purpose: run again, it goes on from there.
 *
 * @param uploadId the store's name for the upload
 * @param partsStored how many parts the store has
 * @param parts how many parts there are in all
 */
public record KeptUpload(String uploadId, int partsStored, int parts) {}
