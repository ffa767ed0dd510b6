package dev.crossdock.s3;

import dev.crossdock.Crc32c;
import dev.crossdock.PartBody;
import dev.crossdock.SourceException;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Compares a stored part with the bytes that it should be, by what the store says of it. */
enum PartComparison {
    /** The store keeps the same checksum. */
    SAME_CHECKSUM,
    /** Its ETag is the MD5 of the same bytes. */
    SAME_DIGEST,
    /** It is something else, or says nothing that can be compared. */
    NOT_SHOWN;

    /** Reads a body to its end and says what that shows. */
    static PartComparison of(String what, StoredPart stored, PartBody body) throws TransferException {
        MessageDigest md5 = Md5.digest();
        boolean byChecksum = stored.crc32c().isPresent();
        if (!byChecksum || !body.held()) {
            read(what, body, byChecksum ? OutputStream.nullOutputStream() : digesting(md5));
        }
        if (stored.sizeBytes() != body.lengthBytes()) {
            return NOT_SHOWN;
        }
        if (byChecksum) {
            Crc32c listed = stored.crc32c().get();
            return listed.equals(body.crc32c()) ? SAME_CHECKSUM : NOT_SHOWN;
        }
        // Of encrypted data it is something else of the same form: then nothing is shown.
        String digest = HexFormat.of().formatHex(md5.digest());
        return stored.eTag().replace("\"", "").equalsIgnoreCase(digest) ? SAME_DIGEST : NOT_SHOWN;
    }

    private static OutputStream digesting(MessageDigest digest) {
        return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    private static void read(String what, PartBody body, OutputStream into) throws TransferException {
        try {
            body.writeTo(into);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(
                    SourceException.Kind.NETWORK,
                    "Could not compare " + what + ": its bytes can't be read, " + StoreErrors.oneLine(e.getMessage())
                            + ".",
                    "look at the source and at the way to it",
                    e);
        }
    }
}
