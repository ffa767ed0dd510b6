package dev.crossdock.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongSupplier;

/**
 * The metrics of all transfers of one registry, each under its name. No label comes from outside: there are as many time
 * series for a million files as for one.
 */
final class Instruments {

    /** From a part on a local network to one of hundreds of megabytes on a slow line. */
    private static final double[] SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300};

    final CounterDataPoint articleBytes;
    final CounterDataPoint articleChunks;
    final CounterDataPoint readBytes;
    final CounterDataPoint storedBytes;
    final CounterDataPoint resumedBytes;
    final CounterDataPoint partsStored;
    final CounterDataPoint partsResumed;
    final Counter retries;
    final Counter transfers;
    final Map<WaitingOn, CounterDataPoint> waitingSeconds = new EnumMap<>(WaitingOn.class);
    final DistributionDataPoint partReadSeconds;
    final DistributionDataPoint partUploadSeconds;
    final GaugeDataPoint transfersActive;
    final GaugeDataPoint partsReading;
    final GaugeDataPoint partsSending;
    final GaugeDataPoint inFlightBytes;
    final GaugeDataPoint leasedBytes;
    final GaugeDataPoint budgetBytes;
    final GaugeDataPoint connections;
    final GaugeDataPoint sizeBytes;
    final Throughput throughput;
    final LastTransfer last;

    Instruments(PrometheusRegistry registry, LongSupplier nanoTime) {
        throughput = new Throughput(nanoTime);
        GaugeWithCallback.builder()
                .name("sftp_s3_throughput_mbps")
                .help("What was stored, in MiB per second of the time in which a transfer was under way.")
                .callback(sample -> sample.call(throughput.mebibytesPerSecond()))
                .register(registry);
        articleBytes = counter(registry, "sftp_s3_bytes_transferred_total", "Bytes that the store acknowledged.");
        articleChunks = counter(registry, "sftp_s3_chunks_processed_total", "Parts that the store acknowledged.");

        readBytes = counter(registry, "crossdock_read_bytes_total", "Bytes of parts that were read from the source.");
        storedBytes = counter(
                registry,
                "crossdock_stored_bytes_total",
                "Bytes of parts that were sent and acknowledged by the store.");
        resumedBytes = counter(
                registry,
                "crossdock_resumed_bytes_total",
                "Bytes that an earlier transfer had stored: not sent again.");
        partsStored = counter(
                registry, "crossdock_parts_stored_total", "Parts that were sent and acknowledged by the store.");
        partsResumed = counter(
                registry,
                "crossdock_parts_resumed_total",
                "Parts that an earlier transfer had stored: not sent again.");
        retries = Counter.builder()
                .name("crossdock_retries_total")
                .help("Steps that failed and were tried again, by the reason.")
                .labelNames("reason")
                .register(registry);
        RetryReason.usual().forEach(retries::initLabelValues);
        transfers = Counter.builder()
                .name("crossdock_transfers_total")
                .help("Transfers that ended, by their outcome.")
                .labelNames("outcome")
                .register(registry);
        OutcomeLabel.ALL.forEach(transfers::initLabelValues);
        Counter waiting = Counter.builder()
                .name("crossdock_waiting_seconds_total")
                .help("For how long parts waited for what, summed over the parts.")
                .labelNames("on")
                .register(registry);
        for (WaitingOn on : WaitingOn.values()) {
            waitingSeconds.put(on, waiting.labelValues(on.label()));
        }

        partReadSeconds = histogram(registry, "crossdock_part_read_seconds", "How long it took to read a part.");
        partUploadSeconds =
                histogram(registry, "crossdock_part_upload_seconds", "How long the store took to take a part.");

        transfersActive = gauge(registry, "crossdock_transfers_active", "Transfers under way.");
        Gauge parts = Gauge.builder()
                .name("crossdock_parts_in_flight")
                .help("Parts that are read or sent now.")
                .labelNames("stage")
                .register(registry);
        partsReading = parts.labelValues("reading");
        partsSending = parts.labelValues("sending");
        inFlightBytes = gauge(registry, "crossdock_in_flight_bytes", "Bytes of the parts that are read or sent now.");
        leasedBytes = gauge(registry, "crossdock_memory_leased_bytes", "Memory that file contents take now.");
        budgetBytes = gauge(registry, "crossdock_memory_budget_bytes", "Memory that file contents may take.");
        connections = gauge(registry, "crossdock_connections", "Connections with which sources are read now.");
        sizeBytes = gauge(registry, "crossdock_transfer_size_bytes", "Sizes of the files under way, added up.");
        last = new LastTransfer(registry);
        Info.builder()
                .name("crossdock_build_info")
                .help("Which Crossdock this is.")
                .labelNames("version")
                .register(registry)
                .addLabelValues(version());
    }

    private static CounterDataPoint counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static GaugeDataPoint gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    private static DistributionDataPoint histogram(PrometheusRegistry registry, String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(SECONDS)
                .register(registry);
    }

    private static String version() {
        Properties build = new Properties();
        try (InputStream text = Instruments.class.getResourceAsStream("build.properties")) {
            if (text != null) {
                build.load(text);
            }
        } catch (IOException e) {
            // then it is unknown, as without the file
        }
        return build.getProperty("version", "unknown");
    }
}
