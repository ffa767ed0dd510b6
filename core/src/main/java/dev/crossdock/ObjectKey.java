package dev.crossdock;

import java.nio.charset.StandardCharsets;

/**
 * Names one object in a store.
 *
 * @param bucket the bucket's name
 * @param key the object's key: 1 to 1,024 bytes of UTF-8, as S3 has it
 */
public record ObjectKey(String bucket, String key) {

    /** The longest key that S3 takes, in bytes of UTF-8. */
    public static final int MAX_KEY_BYTES = 1024;

    public ObjectKey {
        if (bucket.isEmpty() || bucket.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a bucket's name: '" + bucket + "'");
        }
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an object key has 1 to " + MAX_KEY_BYTES + " bytes of UTF-8, this one has " + length);
        }
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an object key with a NUL in it can't be sent");
        }
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
