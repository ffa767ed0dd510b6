package dev.crossdock.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Prometheus's Pushgateway on 127.0.0.1, empty at its start: it keeps nothing but in memory. */
public final class Pushgateway extends MonitoringServer {

    private Pushgateway() {}

    /** A gateway that is still to be started. */
    public static Pushgateway server() {
        return new Pushgateway();
    }

    /** All that was pushed, in the text format in which Prometheus scrapes it. */
    public String metrics() throws IOException {
        return get("/metrics");
    }

    @Override
    void prepare(Path folder) {}

    @Override
    List<String> command(Path folder, int listenPort) {
        return List.of(
                RealServers.ofThisMachine().require("prometheus-pushgateway").toString(),
                "--web.listen-address=127.0.0.1:" + listenPort,
                // Debian's would keep what was pushed in a folder of the system, and begin with it the next time.
                "--persistence.file=",
                "--log.level=warn");
    }
}
