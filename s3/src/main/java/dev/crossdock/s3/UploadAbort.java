package dev.crossdock.s3;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Gives uploads up, and makes sure that nothing is left of them. */
final class UploadAbort {

    private static final int ROUNDS = 6;
    private static final long PAUSE_MILLIS = 250;

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;

    UploadAbort(S3Client s3, StoreCredentials credentials, StoreErrors errors) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
    }

    /**
     * Asks for an upload's end until the store says that nothing of it is left. Returns whether it was there at first.
     */
    boolean untilGone(ObjectKey key, String uploadId) throws StoreException {
        for (int round = 1; round <= ROUNDS; round++) {
            if (abort(key, uploadId)) {
                return round > 1;
            }
            if (isGone(key, uploadId)) {
                return true;
            }
            pause(round);
        }
        throw new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "The upload " + uploadId + " of " + key + " was aborted " + ROUNDS
                        + " times, and the store still has parts of it.",
                "abort it later, or let a lifecycle rule of the bucket do it");
    }

    /** Returns whether it had ended before. */
    private boolean abort(ObjectKey key, String uploadId) throws StoreException {
        String action = "abort the upload of " + key;
        credentials.now();
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(key.bucket()).key(key.key()).uploadId(uploadId));
            return false;
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404) {
                return true;
            }
            throw errors.ofSdk(action, key.bucket(), e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
    }

    /** Those who may not list have to take the store's word for it. */
    private boolean isGone(ObjectKey key, String uploadId) throws StoreException {
        String action = "see whether the upload of " + key + " is gone";
        try {
            s3.listParts(request -> request.bucket(key.bucket())
                    .key(key.key())
                    .uploadId(uploadId)
                    .maxParts(1));
            return false;
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return true;
            }
            throw errors.ofSdk(action, key.bucket(), e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
    }

    /** A part that was under way when the upload ended can arrive after it. */
    private static void pause(int round) {
        try {
            Thread.sleep(PAUSE_MILLIS * round);
        } catch (InterruptedException e) {
            // The upload must still be aborted; who interrupts finds the flag afterwards.
            Thread.currentThread().interrupt();
        }
    }
}
