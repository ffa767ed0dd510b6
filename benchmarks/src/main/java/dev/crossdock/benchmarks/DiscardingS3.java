package dev.crossdock.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossdock.Crc32c;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A store of one bucket that takes parts, keeps their size and CRC32C, and throws the bytes away: for files that no disk
 * here could hold. It checks what it is sent, and says of the finished object what a real store would. Signatures are
 * not looked at.
 */
final class DiscardingS3 implements AutoCloseable {

    private record Taken(long length, Crc32c crc32c) {}

    private static final Pattern PART_NUMBER = Pattern.compile("partNumber=(\\d+)");
    private static final String UPLOAD_ID = "the-only-one";

    private final HttpServer server;
    private final Map<Integer, Taken> parts = new ConcurrentHashMap<>();
    private volatile String source = "";
    private volatile boolean complete;

    DiscardingS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long storedBytes() {
        return parts.values().stream().mapToLong(Taken::length).sum();
    }

    /** The checksum over all parts in their order. */
    Crc32c crc32c() {
        Crc32c whole = Crc32c.EMPTY;
        for (Taken part : new TreeMap<>(parts).values()) {
            whole = whole.then(part.crc32c, part.length);
        }
        return whole;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> head(exchange);
                case "PUT" -> put(exchange, query);
                case "POST" -> post(exchange, query);
                default -> send(exchange, 204, "");
            }
        }
    }

    private void head(HttpExchange exchange) throws IOException {
        if (complete) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(storedBytes()));
            exchange.getResponseHeaders().set("ETag", "\"" + UPLOAD_ID + "\"");
            exchange.getResponseHeaders().set("x-amz-meta-crossdock-source", source);
            exchange.getResponseHeaders().set("x-amz-checksum-crc32c", crc32c().base64());
            exchange.getResponseHeaders().set("x-amz-checksum-type", "FULL_OBJECT");
        }
        exchange.sendResponseHeaders(complete ? 200 : 404, -1);
    }

    private void put(HttpExchange exchange, String query) throws IOException {
        Matcher number = PART_NUMBER.matcher(query);
        CRC32C crc = new CRC32C();
        long length = 0;
        byte[] buffer = new byte[256 << 10];
        InputStream body = exchange.getRequestBody();
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            crc.update(buffer, 0, count);
            length += count;
        }
        Crc32c sum = new Crc32c((int) crc.getValue());
        String declared = exchange.getRequestHeaders().getFirst("x-amz-checksum-crc32c");
        if (!number.find() || !sum.base64().equals(declared)) {
            send(exchange, 400, "<Error><Code>BadDigest</Code><Message>not what was declared</Message></Error>");
            return;
        }
        parts.put(Integer.parseInt(number.group(1)), new Taken(length, sum));
        exchange.getResponseHeaders().set("ETag", "\"" + sum.base64() + "\"");
        exchange.getResponseHeaders().set("x-amz-checksum-crc32c", sum.base64());
        send(exchange, 200, "");
    }

    private void post(HttpExchange exchange, String query) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (query.contains("uploadId=")) {
            complete = true;
            send(
                    exchange,
                    200,
                    "<CompleteMultipartUploadResult><ETag>\"" + UPLOAD_ID + "\"</ETag><ChecksumCRC32C>"
                            + crc32c().base64()
                            + "</ChecksumCRC32C><ChecksumType>FULL_OBJECT</ChecksumType></CompleteMultipartUploadResult>");
            return;
        }
        source = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-meta-crossdock-source"));
        exchange.getResponseHeaders().set("x-amz-checksum-algorithm", "CRC32C");
        exchange.getResponseHeaders().set("x-amz-checksum-type", "FULL_OBJECT");
        send(
                exchange,
                200,
                "<InitiateMultipartUploadResult><UploadId>" + UPLOAD_ID
                        + "</UploadId></InitiateMultipartUploadResult>");
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
