package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MonitoringServerIT {

    @Test
    void aPushgatewayShowsWhatWasPushed() throws IOException, InterruptedException {
        try (Pushgateway gateway = Pushgateway.server();
                HttpClient client = HttpClient.newHttpClient()) {
            gateway.start();
            HttpRequest push = HttpRequest.newBuilder(URI.create(gateway.url() + "/metrics/job/night"))
                    .PUT(HttpRequest.BodyPublishers.ofString("moved_bytes 7\n"))
                    .build();
            assertThat(client.send(push, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            assertThat(gateway.metrics()).contains("moved_bytes{instance=\"\",job=\"night\"} 7");
        }
    }

    @Test
    void aPrometheusAnswersQueries() throws IOException {
        try (Prometheus prometheus = Prometheus.server(() -> "global: {scrape_interval: 1s}\n")) {
            prometheus.start();
            assertThat(prometheus.query("2 + 3")).contains("\"status\":\"success\"", "\"5\"");
        }
    }
}
