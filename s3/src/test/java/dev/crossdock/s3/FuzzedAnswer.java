package dev.crossdock.s3;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer as an input of a fuzz test spells it: what was asked, the status, a line per header, an empty line, the body.
 * What is left out is empty; a status that is none is 200.
 *
 * @param question what was asked, one letter
 * @param headers by lower-case name
 * @param octets the body, a character per byte
 */
record FuzzedAnswer(char question, int status, Map<String, String> headers, String octets) {

    private static final int MOST_HEADERS = 50;

    static FuzzedAnswer of(byte[] input) {
        Map<String, String> headers = new LinkedHashMap<>();
        int at = lineEnd(input, 0);
        String first = line(input, 0, at);
        while (at + 1 < input.length && headers.size() < MOST_HEADERS) {
            int end = lineEnd(input, at + 1);
            String header = line(input, at + 1, end);
            at = end;
            if (header.isEmpty()) {
                break;
            }
            int colon = header.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
        }
        String octets = line(input, Math.min(at + 1, input.length), input.length);
        return new FuzzedAnswer(first.isEmpty() ? ' ' : first.charAt(0), status(first), headers, octets);
    }

    String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    byte[] body() {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int status(String line) {
        String digits = line.length() < 2 ? "" : line.substring(1).strip();
        return digits.matches("[1-5][0-9]{2}") ? Integer.parseInt(digits) : 200;
    }

    private static int lineEnd(byte[] input, int from) {
        int at = from;
        while (at < input.length && input[at] != '\n') {
            at++;
        }
        return at;
    }

    private static String line(byte[] input, int from, int end) {
        return new String(input, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
