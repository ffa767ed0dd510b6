package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * TARGET as it was written: {@code s3://bucket/key}, {@code s3://bucket/prefix/} which keeps the file's name, or nothing
 * where {@code S3_BUCKET} is set. Every character of a key stands for itself, as in {@code aws s3}; but
 * {@code .} and {@code ..} are no names in it: a store over folders takes them for folders and stores another key.
 */
final class TargetAddress {

    private static final String SCHEME = "s3://";
    private static final String FORM = "write it as s3://bucket/key, or s3://bucket/prefix/ to keep the file's name";

    private TargetAddress() {}

    /** @throws UsageException if it names no object */
    static ObjectKey parse(@Nullable String written, SourceAddress source, Environment environment) {
        if (written == null) {
            return inDefaultBucket(source, environment);
        }
        if (!written.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new UsageException("The target is not an s3:// URL", FORM);
        }
        String rest = written.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        if (bucket.indexOf('@') >= 0) {
            throw new UsageException(
                    "The target URL has a user in it, and perhaps a secret",
                    "leave it out: credentials come from the environment, a profile or the machine's role");
        }
        return key.isEmpty() || key.endsWith("/") ? object(bucket, key + source.fileName()) : object(bucket, key);
    }

    private static ObjectKey inDefaultBucket(SourceAddress source, Environment environment) {
        String bucket = environment
                .get("S3_BUCKET")
                .orElseThrow(() -> new UsageException(
                        "There is no target, and S3_BUCKET is not set",
                        "set it, or name the target as s3://bucket/key"));
        return object(bucket, source.relativePath());
    }

    private static ObjectKey object(String bucket, String key) {
        if (bucket.isEmpty() || bucket.indexOf(':') >= 0 || bucket.indexOf('/') >= 0) {
            throw new UsageException("The target names no bucket, or one that can't be", FORM);
        }
        if (Arrays.stream(key.split("/", -1)).anyMatch(name -> name.equals(".") || name.equals(".."))) {
            throw new UsageException(
                    "The target's key has '.' or '..' between its slashes, and stores do not agree on what that is: "
                            + "some would silently store the object under another key",
                    "name the target without them");
        }
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length > ObjectKey.MAX_KEY_BYTES) {
            throw new UsageException(
                    "The target's key has " + length + " bytes, and S3 takes " + ObjectKey.MAX_KEY_BYTES,
                    "choose a shorter one");
        }
        return new ObjectKey(bucket, key);
    }
}
