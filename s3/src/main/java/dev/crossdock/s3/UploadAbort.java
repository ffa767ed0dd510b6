package dev.crossdock.s3;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Gives uploads up, and looks whether anything is left of them. One attempt at a time: who is not content asks again. */
final class UploadAbort {

    /** What came of an attempt. */
    enum Outcome {
        /** The upload had ended before. */
        WAS_GONE,
        /** It has ended now. */
        ENDED,
        /** The store still has it: a part that was under way when it ended can arrive after it. */
        STILL_THERE
    }

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;

    UploadAbort(S3Client s3, StoreCredentials credentials, StoreErrors errors) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
    }

    Outcome attempt(ObjectKey key, String uploadId) throws StoreException {
        if (abort(key, uploadId)) {
            return Outcome.WAS_GONE;
        }
        return isGone(key, uploadId) ? Outcome.ENDED : Outcome.STILL_THERE;
    }

    static StoreException stillThere(ObjectKey key, String uploadId) {
        return new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "The upload " + uploadId + " of " + key + " was aborted, and the store still has it.",
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

    /** That nothing is left is not said without having seen it: a part that was under way can arrive afterwards. */
    private boolean isGone(ObjectKey key, String uploadId) throws StoreException {
        String action = "see whether the upload of " + key + " is gone";
        try {
            s3.listParts(request -> request.bucket(key.bucket())
                    .key(key.key())
                    .uploadId(uploadId)
                    .maxParts(1));
            return false;
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404) {
                return true;
            }
            if (e.statusCode() == 403) {
                throw new StoreException(
                        StoreException.Kind.FORBIDDEN,
                        "The upload " + uploadId + " of " + key
                                + " was aborted, but these credentials may not see whether anything is left of it.",
                        "allow s3:ListMultipartUploadParts, or let a lifecycle rule of the bucket abort what is left",
                        e);
            }
            throw errors.ofSdk(action, key.bucket(), e);
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
    }
}
