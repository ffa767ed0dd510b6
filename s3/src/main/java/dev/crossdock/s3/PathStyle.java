package dev.crossdock.s3;

/** Where the bucket's name stands in a URL: in the path, or in the host's name. */
public enum PathStyle {
    /** In the path for every endpoint that was named (stores of one's own rarely have a DNS name per bucket), else in the host. */
    AUTO,
    /** {@code https://host/bucket/key}. */
    ALWAYS,
    /** {@code https://bucket.host/key}. */
    NEVER
}
