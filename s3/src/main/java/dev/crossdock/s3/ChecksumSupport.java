package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * How much an endpoint lets us say about checksums, from most to least. An endpoint that refuses one is asked for the
 * next. What the endpoint then does with it is another question: see {@link EndpointMemory}.
 */
enum ChecksumSupport {
    /** CRC32C of type FULL_OBJECT: the store computes, compares and keeps a checksum over all bytes. */
    WHOLE_OBJECT(true, true),
    /**
     * CRC32C declared without a type, as before FULL_OBJECT existed: a checksum per part, and a checksum of those, which
     * says nothing more than they do.
     */
    COMPOSITE(true, true),
    /** Nothing is declared, but each PUT carries its checksum, which the store may check. */
    UNDECLARED(false, true),
    /** The endpoint refuses the very headers: what it got is judged by the ETag alone. */
    NONE(false, false);

    private final boolean declared;
    private final boolean onEachPut;

    ChecksumSupport(boolean declared, boolean onEachPut) {
        this.declared = declared;
        this.onEachPut = onEachPut;
    }

    /** Whether a checksum is declared when an upload begins. */
    boolean isDeclared() {
        return declared;
    }

    /** Whether each PUT carries the checksum of its body. */
    boolean isOnEachPut() {
        return onEachPut;
    }

    /** What to try when an endpoint refuses this. */
    ChecksumSupport weaker() {
        return switch (this) {
            case WHOLE_OBJECT -> COMPOSITE;
            case COMPOSITE -> UNDECLARED;
            case UNDECLARED, NONE -> NONE;
        };
    }

    /** Says when an upload begins which checksums will follow. */
    void declare(CreateMultipartUploadRequest.Builder create) {
        if (declared) {
            create.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
        }
        if (this == WHOLE_OBJECT) {
            create.checksumType(ChecksumType.FULL_OBJECT);
        }
    }

    /** Says a part's checksum again when the upload is completed. */
    void name(CompletedPart.Builder part, Crc32c crc32c) {
        if (declared) {
            part.checksumCRC32C(crc32c.base64());
        }
    }

    /** Says the whole object's checksum and size when the upload is completed. */
    void conclude(CompleteMultipartUploadRequest.Builder complete, Crc32c whole, long sizeBytes) {
        if (this == WHOLE_OBJECT) {
            complete.checksumCRC32C(whole.base64())
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .mpuObjectSize(sizeBytes);
        }
    }
}
