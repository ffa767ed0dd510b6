package dev.crossdock.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first lines of an HTTP/1.1 message, as they stood.
 *
 * @param lines the request or status line, then the header lines
 */
record HttpHead(List<String> lines) {

    private static final int MAX_BYTES = 64 << 10;

    HttpHead {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a message has a first line");
        }
    }

    /** Reads one; empty if the stream ends before it. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int count = 0; count < MAX_BYTES; count++) {
            int octet = in.read();
            if (octet < 0) {
                if (lines.isEmpty() && line.size() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("a message ended within its head");
            }
            if (octet != '\n') {
                line.write(octet);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            line.reset();
            if (!text.isEmpty()) {
                lines.add(text);
            } else if (!lines.isEmpty()) {
                return Optional.of(new HttpHead(lines));
            }
        }
        throw new IOException("a head of more than " + MAX_BYTES + " bytes");
    }

    /** A word of the first line. */
    String word(int index) {
        return lines.getFirst().split(" ", 3)[index];
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(word(1));
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            headers.put(name(line), line.substring(line.indexOf(':') + 1).strip());
        }
        return headers;
    }

    String header(String name) {
        return headers().getOrDefault(name, "");
    }

    /** The same with another value for a header, or without it if the value is empty. */
    HttpHead with(String header, String value) {
        List<String> changed = new ArrayList<>(lines);
        changed.removeIf(line -> line.indexOf(':') > 0 && name(line).equals(header));
        if (!value.isEmpty()) {
            changed.add(header + ": " + value);
        }
        return new HttpHead(changed);
    }

    private static String name(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
    }

    byte[] bytes() {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
