package dev.crossdock.telemetry;

import io.prometheus.metrics.exporter.pushgateway.Format;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.exporter.pushgateway.Scheme;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pushes a registry to a Pushgateway every two seconds and once more at the end, from a thread of its own that keeps no
 * JVM alive. Whatever the gateway does, nobody waits for it longer than {@link #PATIENCE_AT_END}, and only at the end.
 *
 * <p>A push replaces the metrics that it names, and leaves others of the group: what the last transfer left there stays
 * until this one has an end of its own.
 */
public final class MetricsPusher implements AutoCloseable {

    /** The longest that {@link #close} takes. */
    public static final Duration PATIENCE_AT_END = Duration.ofSeconds(3);

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int LONGEST_REASON = 200;
    private static final String GROUP = "/metrics/job";

    private final PushGateway gateway;
    private final Duration interval;
    private final PushTarget.AtEnd atEnd;
    private final Consumer<String> onFirstFailure;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "push metrics");
    private boolean failed;

    private MetricsPusher(
            PushGateway gateway, Duration interval, PushTarget.AtEnd atEnd, Consumer<String> onFirstFailure) {
        this.gateway = gateway;
        this.interval = interval;
        this.atEnd = atEnd;
        this.onFirstFailure = onFirstFailure;
        thread.setDaemon(true);
    }

    /**
     * Begins to push.
     *
     * @param onFirstFailure is told once, at most, why a push failed: part of a sentence
     */
    public static MetricsPusher start(PushTarget target, PrometheusRegistry registry, Consumer<String> onFirstFailure) {
        return start(target, registry, INTERVAL, onFirstFailure);
    }

    static MetricsPusher start(
            PushTarget target, PrometheusRegistry registry, Duration interval, Consumer<String> onFirstFailure) {
        PushGateway gateway = PushGateway.builder()
                .scheme(Scheme.fromString(target.gateway().getScheme()))
                .address(target.address())
                .format(Format.PROMETHEUS_TEXT)
                .job(target.job())
                .groupingKey("instance", target.instance())
                .registry(registry)
                .connectionFactory(MetricsPusher::open)
                .connectionTimeout(CONNECT_WITHIN)
                .readTimeout(ANSWER_WITHIN)
                .build();
        MetricsPusher pusher = new MetricsPusher(gateway, interval, target.atEnd(), onFirstFailure);
        pusher.thread.start();
        return pusher;
    }

    /** The library writes a blank in a job or instance as a form would; in a path that is a plus. */
    private static HttpURLConnection open(URL url) throws IOException {
        String written = url.toString();
        int group = Math.max(0, written.lastIndexOf(GROUP));
        String path = written.substring(group).replace("+", "%20");
        URL right = URI.create(written.substring(0, group) + path).toURL();
        return (HttpURLConnection) right.openConnection();
    }

    private interface Call {
        void run() throws IOException;
    }

    private void run() {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                attempt(gateway::pushAdd);
            }
            attempt(atEnd == PushTarget.AtEnd.KEEP ? gateway::pushAdd : gateway::delete);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Call call) {
        try {
            call.run();
        } catch (IOException | RuntimeException e) {
            failed(reason(e));
        }
    }

    private synchronized void failed(String why) {
        if (!failed) {
            failed = true;
            onFirstFailure.accept(why);
        }
    }

    private static String reason(Throwable failure) {
        if (failure.getCause() != null) {
            return reason(failure.getCause()); // the library says only that it failed, and where
        }
        if (failure instanceof UnknownHostException) {
            return "there is no host of that name";
        }
        if (failure instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String line = message.lines().findFirst().orElse("").strip();
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
    }

    /** Pushes once more, or deletes what was pushed, and ends; leaves a gateway alone that is not done by then. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(PATIENCE_AT_END)) {
                failed("it does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
