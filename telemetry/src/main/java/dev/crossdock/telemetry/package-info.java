/**
 * Metrics for Prometheus.
 *
 * <p>A tour of the room:
 *
 * <ul>
 *   <li>{@link dev.crossdock.telemetry.TransferMetrics} listens to a transfer and counts; its {@code Instruments} are the
 *       metrics by name, {@code OutcomeLabel} and {@code RetryReason} the words that labels may have.
 *   <li>{@link dev.crossdock.telemetry.PartsUnderWay} knows what each part waits for, and so where the bottleneck is; the
 *       command's progress line asks it too.
 *   <li>{@link dev.crossdock.telemetry.ProcessFigures} is what the operating system says of the process, and
 *       {@link dev.crossdock.telemetry.ProcessMetrics} the same as metrics.
 *   <li>Two ways out: {@link dev.crossdock.telemetry.MetricsServer} is scraped,
 *       {@link dev.crossdock.telemetry.MetricsPusher} pushes to the gateway that a
 *       {@link dev.crossdock.telemetry.PushTarget} names.
 * </ul>
 *
 * <p>All that is known of a transfer comes from its {@link dev.crossdock.TransferEvent}s. Classes of the Prometheus
 * library are loaded only by those of this room that speak of a registry.
 */
@NullMarked
package dev.crossdock.telemetry;

import org.jspecify.annotations.NullMarked;
