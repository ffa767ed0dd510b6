package dev.crossdock.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that a client made of an S3 store.
 *
 * @param operation what it asks
 * @param path as it was sent, without the query
 * @param query decoded; a key without a value has an empty one
 * @param headers by their names in lower case
 */
public record S3Call(S3Operation operation, String path, Map<String, String> query, Map<String, String> headers) {

    static S3Call of(HttpHead head) {
        String target = head.word(1);
        int mark = target.indexOf('?');
        Map<String, String> query = query(mark < 0 ? "" : target.substring(mark + 1));
        return new S3Call(
                S3Operation.of(head.word(0), query),
                mark < 0 ? target : target.substring(0, mark),
                query,
                head.headers());
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.put(decoded(name), decoded(value));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The part that is sent; 0 if none is. */
    public int partNumber() {
        return Integer.parseInt(query.getOrDefault("partNumber", "0"));
    }

    /** What a header says. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
