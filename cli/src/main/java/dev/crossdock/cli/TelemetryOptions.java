package dev.crossdock.cli;

import dev.crossdock.telemetry.PushTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether and where there are metrics. */
final class TelemetryOptions {

    @Option(
            names = "--metrics-listen",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.Converter.class,
            description = "Serve metrics for Prometheus at /metrics while it runs, such as 127.0.0.1:9401; with port 0"
                    + " at a free one, and say which.")
    private @Nullable ListenAddress metricsListen;

    @Mixin
    private PushOptions push = new PushOptions();

    /**
     * As was asked for.
     *
     * @throws UsageException if that is not possible
     */
    Telemetry open(Terminal terminal, Environment environment) {
        @Nullable PushTarget target = push.target(environment).orElse(null);
        return metricsListen == null && target == null
                ? Telemetry.OFF
                : MetricsExport.begin(metricsListen, target, terminal);
    }
}
