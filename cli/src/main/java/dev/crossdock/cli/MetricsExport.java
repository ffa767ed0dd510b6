package dev.crossdock.cli;

import dev.crossdock.TransferListener;
import dev.crossdock.telemetry.MetricsPusher;
import dev.crossdock.telemetry.MetricsServer;
import dev.crossdock.telemetry.ProcessFigures;
import dev.crossdock.telemetry.ProcessMetrics;
import dev.crossdock.telemetry.PushTarget;
import dev.crossdock.telemetry.TransferMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Metrics that are scraped or pushed. Its class is loaded only where they are wanted, and Prometheus's with it. */
final class MetricsExport implements Telemetry {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final TransferMetrics metrics = new TransferMetrics(registry);
    private @Nullable MetricsServer server;
    private @Nullable MetricsPusher pusher;

    private MetricsExport(Terminal terminal) {
        ProcessMetrics.register(registry, () -> ProcessFigures.now(terminal.diskBytes()));
    }

    /**
     * Begins to listen, and to push.
     *
     * @throws UsageException if what is asked for is not possible
     */
    static MetricsExport begin(@Nullable ListenAddress listen, @Nullable PushTarget target, Terminal terminal) {
        MetricsExport export = new MetricsExport(terminal);
        boolean begun = false;
        try {
            if (target != null) {
                export.push(target, "the transfer itself goes on; check --push-gateway or PUSH_GATEWAY", terminal);
            }
            if (listen != null) {
                export.serve(listen, terminal);
            }
            begun = true;
            return export;
        } finally {
            if (!begun) {
                export.close();
            }
        }
    }

    /** Pushes once, that a transfer failed which did not even begin. */
    static void pushFailure(PushTarget target, Terminal terminal) {
        MetricsExport export = new MetricsExport(terminal);
        export.push(target, "check --push-gateway or PUSH_GATEWAY", terminal);
        export.close();
    }

    private void serve(ListenAddress listen, Terminal terminal) {
        try {
            server = MetricsServer.listen(listen.host(), listen.port(), registry);
        } catch (IOException e) {
            throw new UsageException(
                    "The metrics can't be served at " + listen + ": " + e.getMessage(),
                    "choose another --metrics-listen; with port 0 any free one is taken");
        }
        if (listen.port() == 0) {
            terminal.progress("crossdock: The metrics are served at http://"
                    + new ListenAddress(listen.host(), server.port()) + "/metrics.");
        }
    }

    private void push(PushTarget target, String hint, Terminal terminal) {
        pusher = MetricsPusher.start(
                target,
                registry,
                why -> terminal.warning(
                        Wording.error("The metrics can't be pushed to " + target.gateway() + ": " + why, hint)));
    }

    @Override
    public TransferListener listener() {
        return metrics;
    }

    @Override
    public void close() {
        metrics.nothingMoreComes();
        if (pusher != null) {
            pusher.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
