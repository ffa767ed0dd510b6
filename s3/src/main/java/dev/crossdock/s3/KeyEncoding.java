package dev.crossdock.s3;

import java.nio.charset.StandardCharsets;

/**
 * How an object's key is spelled in a URL: every byte of its UTF-8 but letters, digits, {@code - . _ ~} and the slash
 * is written as {@code %XX} (Signature Version 4, "UriEncode"). Nothing is normalised: {@code a//b} and {@code ./a}
 * are keys of their own.
 */
final class KeyEncoding {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private KeyEncoding() {}

    /** The key as it stands in a URL's path. */
    static String path(String key) {
        return encode(key, true);
    }

    /** A value as it stands in a URL's query. */
    static String query(String value) {
        return encode(value, false);
    }

    private static String encode(String text, boolean keepSlash) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(utf8.length + 16);
        for (byte octet : utf8) {
            if (isUnreserved(octet) || (keepSlash && octet == '/')) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX[(octet >> 4) & 0xF]).append(HEX[octet & 0xF]);
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
