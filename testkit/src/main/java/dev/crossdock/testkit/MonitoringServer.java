package dev.crossdock.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server of the Prometheus family, which is asked over plain HTTP. */
public abstract class MonitoringServer extends RealServer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private @Nullable HttpClient client;

    MonitoringServer() {}

    /** {@code http}, 127.0.0.1 and the port, without a slash at the end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /**
     * The body of the answer to a GET.
     *
     * @param pathAndQuery begins with a slash, encoded
     * @throws IOException if the answer is not 200; its body is part of the message
     */
    public String get(String pathAndQuery) throws IOException {
        HttpResponse<String> answer = send(pathAndQuery);
        if (answer.statusCode() != 200) {
            throw new IOException(pathAndQuery + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    boolean isReady() {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> send(String pathAndQuery) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + pathAndQuery))
                .timeout(PATIENCE)
                .build();
        try {
            return client().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server was asked", e);
        }
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newHttpClient();
        }
        return client;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
        super.close();
    }
}
