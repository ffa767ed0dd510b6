package dev.crossdock.s3;

/** Names on the wire. All in lower case, as HTTP does not mind and the signature wants it. */
final class S3Headers {

    static final String CHECKSUM_CRC32C = "x-amz-checksum-crc32c";
    static final String TRAILER = "x-amz-trailer";
    static final String CONTENT_SHA256 = "x-amz-content-sha256";
    static final String ENCRYPTION = "x-amz-server-side-encryption";
    static final String CUSTOMER_KEY = "x-amz-server-side-encryption-customer-algorithm";
    static final String BUCKET_REGION = "x-amz-bucket-region";
    static final String ETAG = "etag";
    static final String HOST = "host";
    static final String CONTENT_LENGTH = "content-length";
    static final String IF_NONE_MATCH = "if-none-match";
    static final String DATE = "date";

    /** The metadata that names the version of the source an object was made from. */
    static final String SOURCE_METADATA = "crossdock-source";

    static final String SOURCE_METADATA_HEADER = "x-amz-meta-" + SOURCE_METADATA;

    /** The metadata that says that an object was completed only after the store had confirmed each of its parts. */
    static final String PARTS_METADATA = "crossdock-parts";

    static final String PARTS_CONFIRMED = "confirmed";

    private S3Headers() {}
}
