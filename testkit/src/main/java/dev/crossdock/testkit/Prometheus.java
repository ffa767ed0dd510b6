package dev.crossdock.testkit;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A Prometheus on 127.0.0.1 with a configuration of the caller's. */
public final class Prometheus extends MonitoringServer {

    private final Supplier<String> configuration;

    private Prometheus(Supplier<String> configuration) {
        this.configuration = configuration;
    }

    /**
     * A server that is still to be started.
     *
     * @param configuration the text of {@code prometheus.yml}, asked for at each start: what is scraped has its port only
     *     then. Rule files are best named by absolute paths
     */
    public static Prometheus server(Supplier<String> configuration) {
        return new Prometheus(configuration);
    }

    /** The answer of {@code /api/v1/query} to an expression, evaluated now: JSON. */
    public String query(String expression) throws IOException {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    @Override
    void prepare(Path folder) {}

    @Override
    List<String> command(Path folder, int listenPort) throws IOException {
        String program = RealServers.ofThisMachine().require("prometheus").toString();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), configuration.get());
        return List.of(
                program,
                "--config.file=" + config,
                "--web.listen-address=127.0.0.1:" + listenPort,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--log.level=warn");
    }
}
