package dev.crossdock.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** {@code %41} for {@code A}, as in RFC 3986, over UTF-8. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * Resolves the escapes; all other characters stand for themselves.
     *
     * @param what names the text, which itself is not repeated
     * @throws UsageException if a {@code %} is not followed by two hexadecimal digits, or the bytes are not UTF-8
     */
    static String decode(String text, String what) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] written = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < written.length; at++) {
            if (written[at] != '%') {
                bytes.write(written[at]);
                continue;
            }
            int high = at + 2 < written.length ? Character.digit(written[at + 1], 16) : -1;
            int low = at + 2 < written.length ? Character.digit(written[at + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new UsageException(
                        "A percent sign in " + what + " is not followed by two hexadecimal digits",
                        "write a percent sign that belongs to a name as %25");
            }
            bytes.write(high << 4 | low);
            at += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageException(
                    "The percent escapes in " + what + " are not UTF-8", "only names in UTF-8 can be asked for");
        }
    }
}
