package dev.crossdock.s3;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads objects back and deletes them: nothing that a transfer needs. */
final class ObjectReads {

    private final S3Client s3;
    private final StoreCredentials credentials;
    private final StoreErrors errors;

    ObjectReads(S3Client s3, StoreCredentials credentials, StoreErrors errors) {
        this.s3 = s3;
        this.credentials = credentials;
        this.errors = errors;
    }

    /** At most as much as the control plane takes for an answer. */
    byte[] read(ObjectKey key, ByteRange range) throws StoreException {
        String action = "read " + key;
        credentials.now();
        byte[] bytes;
        try {
            bytes = s3.getObject(
                            request -> request.bucket(key.bucket())
                                    .key(key.key())
                                    .range("bytes=" + range.offset() + "-" + (range.end() - 1)),
                            ResponseTransformer.toBytes())
                    .asByteArrayUnsafe();
        } catch (SdkException e) {
            throw errors.ofSdk(action, key.bucket(), e);
        }
        if (bytes.length != range.length()) {
            throw errors.notS3(
                    action, "it gave " + bytes.length + " bytes where " + range.length() + " were asked for", null);
        }
        return bytes;
    }

    void delete(ObjectKey key) throws StoreException {
        credentials.now();
        try {
            s3.deleteObject(request -> request.bucket(key.bucket()).key(key.key()));
        } catch (SdkException e) {
            throw errors.ofSdk("delete " + key, key.bucket(), e);
        }
    }
}
