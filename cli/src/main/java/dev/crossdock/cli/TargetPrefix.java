package dev.crossdock.cli;

import java.util.Locale;

/**
 * The keys that an argument stands for: {@code s3://bucket/prefix}, every key that begins with these characters.
 *
 * @param bucket the bucket's name
 * @param prefix may be empty: then every key
 */
record TargetPrefix(String bucket, String prefix) {

    private static final String SCHEME = "s3://";
    private static final String FORM = "write it as s3://bucket/prefix, or s3://bucket for all of a bucket";

    /** @throws UsageException if it names no bucket; never repeats what may be a secret */
    static TargetPrefix parse(String written) {
        if (!written.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new UsageException("What is to be cleaned up is not an s3:// URL", FORM);
        }
        String rest = written.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (bucket.isEmpty() || bucket.indexOf(':') >= 0 || bucket.indexOf('@') >= 0) {
            throw new UsageException("What is to be cleaned up names no bucket, or one that can't be", FORM);
        }
        return new TargetPrefix(bucket, slash < 0 ? "" : rest.substring(slash + 1));
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
