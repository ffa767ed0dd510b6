package dev.crossdock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** What Prometheus asks for, old and new, and what a browser does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;q=0.3",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5",
                "text/html"
            })
    void isScraped(String accepted) throws Exception {
        TransferMetrics metrics = new TransferMetrics(registry);
        assertThat(metrics).isNotNull();
        try (MetricsServer server = MetricsServer.listen("127.0.0.1", 0, registry);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                    .header("Accept", accepted)
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("sftp_s3_bytes_transferred", "crossdock_build_info");
        }
    }

    @Test
    void aPortInUseIsAnError() throws IOException {
        try (MetricsServer first = MetricsServer.listen("127.0.0.1", 0, registry)) {
            assertThatThrownBy(() -> MetricsServer.listen("127.0.0.1", first.port(), registry))
                    .isInstanceOf(IOException.class);
        }
    }
}
