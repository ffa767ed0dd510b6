package dev.crossdock.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that S3 uses as the ETag of what was stored in one piece and is not encrypted with a managed key. */
final class Md5 {

    private Md5() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
