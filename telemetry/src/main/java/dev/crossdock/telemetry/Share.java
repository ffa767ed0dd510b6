package dev.crossdock.telemetry;

import io.prometheus.metrics.core.datapoints.GaugeDataPoint;

/** One transfer's share of a gauge to which others add theirs. Used by one thread at a time. */
final class Share {

    private final GaugeDataPoint all;
    private double mine;

    Share(GaugeDataPoint all) {
        this.all = all;
    }

    void set(double value) {
        if (value != mine) {
            all.inc(value - mine);
            mine = value;
        }
    }
}
