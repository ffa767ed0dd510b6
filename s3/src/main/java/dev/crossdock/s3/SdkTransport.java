package dev.crossdock.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Lets the SDK's control plane speak over the {@link Transport} of the data plane: one pool of connections, one set of
 * time-outs, and paths that are sent as they were signed.
 */
final class SdkTransport implements SdkHttpClient {

    /** No answer of the control plane is larger than a page of a listing. */
    private static final long MAX_ANSWER_BYTES = 4L << 20;

    private static final int WORTH_DRAINING_BYTES = 8 << 10;

    /** Completing joins what may be terabytes. */
    private static final int PATIENCE_FOR_COMPLETE = 10;

    private final Transport transport;

    SdkTransport(Transport transport) {
        this.transport = transport;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpRequest http = request.httpRequest();
        Exchange exchange = Exchange.of(
                transport,
                new Exchange.Draft(
                        http.method().name(),
                        new HttpHost(http.protocol(), http.host(), http.port()),
                        pathAndQuery(http),
                        headers(http),
                        request.contentStreamProvider()
                                .map(content -> body(content, http))
                                .orElse(null),
                        answerTimeout(http),
                        false));
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(exchange, exchange.call());
            }

            @Override
            public void abort() {
                exchange.end();
            }
        };
    }

    private static String pathAndQuery(SdkHttpRequest http) {
        String path = http.encodedPath().isEmpty() ? "/" : http.encodedPath();
        return path + http.encodedQueryParameters().map(query -> "?" + query).orElse("");
    }

    private static Map<String, String> headers(SdkHttpRequest http) {
        Map<String, String> headers = new LinkedHashMap<>();
        http.forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
        return headers;
    }

    private Duration answerTimeout(SdkHttpRequest http) {
        boolean completes = http.method() == SdkHttpMethod.POST
                && http.firstMatchingRawQueryParameter("uploadId").isPresent();
        return completes ? transport.stallTimeout().multipliedBy(PATIENCE_FOR_COMPLETE) : transport.stallTimeout();
    }

    private static @Nullable BodyWriter body(ContentStreamProvider content, SdkHttpRequest http) {
        long length = http.firstMatchingHeader(S3Headers.CONTENT_LENGTH)
                .map(Long::parseLong)
                .orElse(0L);
        if (length == 0) {
            return null;
        }
        return new BodyWriter() {
            @Override
            public long lengthBytes() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (InputStream in = content.newStream()) {
                    in.transferTo(out);
                }
            }
        };
    }

    private static HttpExecuteResponse answer(Exchange exchange, ClassicHttpResponse answer) throws IOException {
        SdkHttpFullResponse.Builder head =
                SdkHttpResponse.builder().statusCode(answer.getCode()).statusText(answer.getReasonPhrase());
        Exchange.forEachHeader(answer, head::appendHeader);
        HttpExecuteResponse.Builder response = HttpExecuteResponse.builder().response(head.build());
        HttpEntity entity = answer.getEntity();
        if (entity != null) {
            InputStream content = new BoundedAnswer(entity.getContent(), exchange);
            response.responseBody(AbortableInputStream.create(content, () -> {
                exchange.drop();
                exchange.answered();
            }));
        } else {
            exchange.answered();
        }
        return response.build();
    }

    /** Ends an answer that does not end. */
    private static final class BoundedAnswer extends FilterInputStream {

        private final Exchange exchange;
        private long left = MAX_ANSWER_BYTES;

        BoundedAnswer(InputStream in, Exchange exchange) {
            super(in);
            this.exchange = exchange;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read;
            try {
                read = in.read(bytes, from, length);
            } catch (IOException e) {
                exchange.drop();
                exchange.answered();
                throw TransportFailure.of(exchange, e);
            }
            if (read < 0) {
                exchange.answered();
            }
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                exchange.drop();
                throw new TransportFailure(
                        TransportFailure.Reach.NOT_HTTP,
                        "its answer has no end",
                        "check the endpoint's URL",
                        new IOException("more than " + MAX_ANSWER_BYTES + " bytes"));
            }
        }

        /** Reads a short rest, so that the connection can be used again, and gives up on a long one. */
        @Override
        public void close() {
            byte[] rest = new byte[WORTH_DRAINING_BYTES];
            try {
                if (in.readNBytes(rest, 0, rest.length) == rest.length) {
                    exchange.drop();
                }
                in.close();
            } catch (IOException e) {
                // The answer was read as far as it was wanted.
                exchange.drop();
            } finally {
                exchange.answered();
            }
        }
    }

    @Override
    public String clientName() {
        return "crossdock";
    }

    @Override
    public void close() {
        // The transport belongs to the store, which closes it.
    }
}
