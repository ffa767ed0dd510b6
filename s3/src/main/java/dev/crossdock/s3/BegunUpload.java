package dev.crossdock.s3;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/**
 * What the store said of an upload, when it began or later.
 *
 * @param uploadId its name
 * @param checksums what was declared when it began
 * @param checksumsConfirmed whether the store said that it will check CRC32Cs
 * @param eTagsAreDigests whether the ETag of a part can be taken for its MD5
 * @param declarationUnknown whether {@code checksums} is a guess, because the store does not tell
 */
record BegunUpload(
        String uploadId,
        ChecksumSupport checksums,
        boolean checksumsConfirmed,
        boolean eTagsAreDigests,
        boolean declarationUnknown) {

    /**
     * An upload that was begun before.
     *
     * @param algorithm what the store says that was declared, as it spells it; null if nothing
     */
    static BegunUpload before(String uploadId, @Nullable String algorithm, @Nullable ChecksumType type) {
        if (!isTold(algorithm)) {
            return new BegunUpload(uploadId, ChecksumSupport.UNDECLARED, false, false, true);
        }
        if (!ChecksumAlgorithm.CRC32_C.toString().equals(algorithm)) {
            // Somebody else began it; a CRC32C with its parts would be refused.
            return new BegunUpload(uploadId, ChecksumSupport.NONE, false, false, false);
        }
        ChecksumSupport support =
                type == ChecksumType.FULL_OBJECT ? ChecksumSupport.WHOLE_OBJECT : ChecksumSupport.COMPOSITE;
        return new BegunUpload(uploadId, support, true, false, false);
    }

    /** Some stores write out that they have nothing to say. */
    private static boolean isTold(@Nullable String algorithm) {
        return algorithm != null
                && !algorithm.isBlank()
                && !algorithm.toLowerCase(Locale.ROOT).equals("null");
    }
}
