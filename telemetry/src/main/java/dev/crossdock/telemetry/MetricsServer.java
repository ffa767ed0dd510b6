package dev.crossdock.telemetry;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;

/** A registry, to be scraped over HTTP at {@code /metrics}. */
public final class MetricsServer implements AutoCloseable {

    private final HTTPServer server;

    private MetricsServer(HTTPServer server) {
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param host a name or address of this machine
     * @param port 0 for one that is free
     * @throws IOException if that is not possible: the port is in use, or the host is not this one
     */
    public static MetricsServer listen(String host, int port, PrometheusRegistry registry) throws IOException {
        return new MetricsServer(HTTPServer.builder()
                .hostname(host)
                .port(port)
                .registry(registry)
                .buildAndStart());
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
