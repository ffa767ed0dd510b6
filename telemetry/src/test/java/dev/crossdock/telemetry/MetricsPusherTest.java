package dev.crossdock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MetricsPusherTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    MetricsPusherTest() {
        Gauge.builder().name("a_gauge").help("Something.").register(registry).set(7);
    }

    @Test
    void pushesWhileItRunsAndAtTheEnd() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        HttpServer gateway = gateway(200, twice);
        MetricsPusher pusher = start(gateway, PushTarget.AtEnd.KEEP, Duration.ofMillis(10));
        twice.await();
        pusher.close();
        gateway.stop(0);
        assertThat(requests)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(request -> assertThat(request)
                        .startsWith("POST /prefix/metrics/job/night/instance/h%201 ")
                        .contains("a_gauge 7.0\n"));
        assertThat(failures).isEmpty();
    }

    @Test
    void deletesWhatItPushedIfAsked() throws Exception {
        HttpServer gateway = gateway(202, new CountDownLatch(1));
        start(gateway, PushTarget.AtEnd.DELETE, Duration.ofHours(1)).close();
        gateway.stop(0);
        assertThat(requests).singleElement().asString().startsWith("DELETE /prefix/metrics/job/night/instance/h%201");
        assertThat(failures).isEmpty();
    }

    @Test
    void aGatewayThatFailsIsSaidOnce() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        HttpServer gateway = gateway(500, twice);
        MetricsPusher pusher = start(gateway, PushTarget.AtEnd.KEEP, Duration.ofMillis(10));
        twice.await();
        pusher.close();
        gateway.stop(0);
        assertThat(failures).singleElement().asString().contains("500");
        assertThat(requests).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aGatewayThatIsNotThereIsSaidOnce() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        MetricsPusher.start(target("http://127.0.0.1:" + free, PushTarget.AtEnd.KEEP), registry, failures::add)
                .close();
        assertThat(failures).singleElement().asString().containsIgnoringCase("refused");
    }

    @Test
    void aGatewayThatHangsIsLeftAlone() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MetricsPusher pusher = MetricsPusher.start(
                    target("http://127.0.0.1:" + silent.getLocalPort(), PushTarget.AtEnd.KEEP),
                    registry,
                    failures::add);
            pusher.close(); // the test's own time-out is the bound
        }
        assertThat(failures).containsExactly("it does not answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://h:1", "http:/h", "mailto:a@b", "http://u:secret@h:1", "http://h:1/?a=b", "http://h:1/#f"})
    void refusesWhatIsNoGateway(String url) {
        assertThatThrownBy(() -> target(url, PushTarget.AtEnd.KEEP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAGroupWithoutAName() {
        URI url = URI.create("http://h:1");
        assertThatThrownBy(() -> new PushTarget(url, " ", "i", PushTarget.AtEnd.KEEP))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PushTarget(url, "j", "", PushTarget.AtEnd.KEEP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private MetricsPusher start(HttpServer gateway, PushTarget.AtEnd atEnd, Duration interval) {
        return MetricsPusher.start(
                target("http://127.0.0.1:" + gateway.getAddress().getPort() + "/prefix/", atEnd),
                registry,
                interval,
                failures::add);
    }

    private static PushTarget target(String url, PushTarget.AtEnd atEnd) {
        return new PushTarget(URI.create(url), "night", "h 1", atEnd);
    }

    private HttpServer gateway(int status, CountDownLatch heard) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " " + body);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            heard.countDown();
        });
        server.start();
        return server;
    }
}
