package dev.crossdock.s3;

import dev.crossdock.PartReceipt;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ETag that an object gets from those of its parts: the MD5 over theirs, a hyphen, and how many there are. Amazon S3
 * and most others name objects so that are not encrypted with a managed key.
 *
 * @param text without quotes, in lower case
 */
record DerivedETag(String text) {

    /** Empty if the parts have names of another kind. */
    static Optional<DerivedETag> of(List<PartReceipt> parts) {
        MessageDigest md5 = Md5.digest();
        for (PartReceipt part : parts) {
            if (!PutVerdict.isDigest(part.eTag())) {
                return Optional.empty();
            }
            md5.update(HexFormat.of().parseHex(part.eTag().replace("\"", "")));
        }
        return Optional.of(new DerivedETag(HexFormat.of().formatHex(md5.digest()) + "-" + parts.size()));
    }

    /** Whether an object that is called so was put together from these parts. */
    boolean isThatOf(String eTag) {
        return eTag.replace("\"", "").toLowerCase(Locale.ROOT).equals(text);
    }
}
