package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.PartBody;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges from an acknowledged PUT whether the store has what was sent: by the checksum that it returned, else by the
 * MD5 that its ETag may be.
 */
final class PutVerdict {

    private static final Pattern MD5_ETAG = Pattern.compile("\"?[0-9a-fA-F]{32}\"?");

    private PutVerdict() {}

    /**
     * By the returned checksum.
     *
     * @return whether there was one
     * @throws IntegrityException if it is another one
     */
    static boolean byChecksum(String what, Answer answer, Crc32c sent) throws IntegrityException {
        String returned = answer.header(S3Headers.CHECKSUM_CRC32C);
        if (returned == null) {
            return false;
        }
        if (!returned.equals(sent.base64())) {
            throw IntegrityException.damagedPart(
                    "The store received " + what + " with CRC32C " + StoreErrors.oneLine(returned) + ", but "
                            + sent.base64() + " was sent.",
                    null);
        }
        return true;
    }

    /**
     * By the ETag.
     *
     * @return {@code SIZE} if the ETag is no MD5, {@code PART} if it is the right one
     * @throws IntegrityException if it is another one
     */
    static Integrity byETag(String what, Answer answer, MessageDigest sent) throws IntegrityException {
        String eTag = answer.header(S3Headers.ETAG);
        if (!isMd5(answer, eTag)) {
            return Integrity.SIZE;
        }
        String expected = HexFormat.of().formatHex(sent.digest());
        if (eTag == null || !eTag.replace("\"", "").equalsIgnoreCase(expected)) {
            throw IntegrityException.damagedPart(
                    "The store's ETag for " + what + " is " + StoreErrors.oneLine(eTag)
                            + ", but the MD5 of what was sent is " + expected + ".",
                    null);
        }
        return Integrity.PART;
    }

    /** The same for a body that can be read again; it is only if the ETag can be an MD5. */
    static Integrity byETag(String what, Answer answer, PartBody body) throws IntegrityException {
        MessageDigest md5 = Md5.digest();
        if (isMd5(answer, answer.header(S3Headers.ETAG))) {
            try {
                body.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), md5));
            } catch (IOException e) {
                throw IntegrityException.damagedPart("The bytes of " + what + " could not be read again.", e);
            }
        }
        return byETag(what, answer, md5);
    }

    /** With a managed or a customer's key the ETag is something else of the same length. */
    private static boolean isMd5(Answer answer, @Nullable String eTag) {
        String encryption = answer.header(S3Headers.ENCRYPTION);
        boolean managedKey = encryption != null && encryption.startsWith("aws:");
        return eTag != null && !managedKey && answer.header(S3Headers.CUSTOMER_KEY) == null && isDigest(eTag);
    }

    /** Whether a name has the form of an MD5. */
    static boolean isDigest(String eTag) {
        return MD5_ETAG.matcher(eTag).matches();
    }
}
