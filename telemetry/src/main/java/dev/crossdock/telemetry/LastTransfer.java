package dev.crossdock.telemetry;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How the transfer that ended last ended. Before one has there are no samples, so nobody mistakes a 0 for a time. */
final class LastTransfer {

    private record End(Instant at, long bytes, Duration duration, boolean success) {}

    private final AtomicReference<@Nullable End> last = new AtomicReference<>();

    LastTransfer(PrometheusRegistry registry) {
        register(
                registry,
                "crossdock_last_transfer_timestamp_seconds",
                "When the last transfer ended, in seconds since 1970.",
                end -> end.at.toEpochMilli() / 1e3);
        register(
                registry,
                "crossdock_last_transfer_bytes",
                "Size of the object that the last transfer made; 0 if it made none.",
                end -> end.bytes);
        register(
                registry,
                "crossdock_last_transfer_duration_seconds",
                "How long the last transfer took.",
                end -> end.duration.toNanos() / 1e9);
        register(
                registry,
                "crossdock_last_transfer_success",
                "Whether the object was right when the last transfer ended: 1 or 0.",
                end -> end.success ? 1 : 0);
    }

    void ended(Instant at, long bytes, Duration duration, boolean success) {
        last.set(new End(at, bytes, duration, success));
    }

    private void register(PrometheusRegistry registry, String name, String help, ToDoubleFunction<End> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> {
                    @Nullable End end = last.get();
                    if (end != null) {
                        sample.call(value.applyAsDouble(end));
                    }
                })
                .register(registry);
    }
}
