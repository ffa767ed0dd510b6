package dev.crossdock.telemetry;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the process uses, as metrics: {@code sftp_s3_memory_usage_mb}, {@code sftp_s3_process_write_bytes_mb},
 * {@code crossdock_resident_memory_bytes}, {@code crossdock_disk_written_bytes} and {@code process_cpu_seconds_total}.
 * The operating system is asked when the registry is, and never in between. What it does not tell has no sample.
 */
public final class ProcessMetrics {

    private static final double MEBIBYTE = 1 << 20;

    private ProcessMetrics() {}

    /**
     * Adds them to a registry that has none of these names yet.
     *
     * @param figures asked once for each metric, on the thread that asks the registry
     */
    public static void register(PrometheusRegistry registry, Supplier<ProcessFigures> figures) {
        gauge(
                registry,
                "sftp_s3_memory_usage_mb",
                "Resident memory of the process now, in MiB.",
                figures,
                now -> scaled(now.residentMemoryBytes(), 1 / MEBIBYTE));
        gauge(
                registry,
                "sftp_s3_process_write_bytes_mb",
                "What the process wrote to disk since it began its work, in MiB.",
                figures,
                now -> scaled(now.diskBytesWritten(), 1 / MEBIBYTE));
        gauge(
                registry,
                "crossdock_resident_memory_bytes",
                "Resident memory of the process now.",
                figures,
                now -> scaled(now.residentMemoryBytes(), 1));
        gauge(
                registry,
                "crossdock_disk_written_bytes",
                "What the process wrote to disk since it began its work.",
                figures,
                now -> scaled(now.diskBytesWritten(), 1));
        CounterWithCallback.builder()
                .name("process_cpu_seconds_total")
                .help("Processor time of all threads of the process.")
                .callback(sample -> figures.get().cpu().ifPresent(time -> sample.call(time.toNanos() / 1e9)))
                .register(registry);
    }

    private static void gauge(
            PrometheusRegistry registry,
            String name,
            String help,
            Supplier<ProcessFigures> figures,
            Function<ProcessFigures, OptionalDouble> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> value.apply(figures.get()).ifPresent(sample::call))
                .register(registry);
    }

    private static OptionalDouble scaled(OptionalLong bytes, double factor) {
        return bytes.isPresent() ? OptionalDouble.of(bytes.getAsLong() * factor) : OptionalDouble.empty();
    }
}
