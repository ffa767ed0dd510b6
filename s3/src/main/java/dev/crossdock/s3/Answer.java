package dev.crossdock.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * What a store said to a PUT.
 *
 * @param status the HTTP status
 * @param headers by lower-case name
 * @param body the first {@link #MAX_BODY_BYTES} of its text
 */
record Answer(int status, Map<String, String> headers, String body) {

    /** More than any error needs, and little enough to be read from anybody. */
    static final int MAX_BODY_BYTES = 64 << 10;

    /**
     * Reads an answer and gives its connection back.
     *
     * @throws TransportFailure if it breaks off
     */
    static Answer read(Exchange exchange, ClassicHttpResponse response) throws TransportFailure {
        Map<String, String> headers = new HashMap<>();
        Exchange.forEachHeader(response, (name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        byte[] body;
        try {
            body = firstBytes(exchange, response.getEntity());
        } catch (IOException e) {
            exchange.drop();
            throw TransportFailure.of(exchange, e);
        } finally {
            exchange.answered();
        }
        closeQuietly(response);
        return new Answer(response.getCode(), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] firstBytes(Exchange exchange, @Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        byte[] body = entity.getContent().readNBytes(MAX_BODY_BYTES);
        if (body.length == MAX_BODY_BYTES) {
            // Closing would read on to an end that may never come.
            exchange.drop();
        }
        return body;
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // What was wanted of it has been read.
        }
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The error in it: by its status, or in the body of a 200. Null if it is a success. */
    @Nullable
    Refusal refusal() {
        if (status < 200 || status > 299) {
            return Refusal.of(status, body, header(S3Headers.BUCKET_REGION));
        }
        Refusal inBody = Refusal.of(status, body, header(S3Headers.BUCKET_REGION));
        return inBody.code().isEmpty() ? null : inBody;
    }
}
