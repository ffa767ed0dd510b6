package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.bench.Peers;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The playground's two servers, in a process of their own: what they take is not the command's. */
final class EmbeddedServers implements BenchEnds {

    /** By name: the playground is on the class path for some verbs only. */
    private static final String MAIN = "dev.crossdock.playground.PlaygroundServers";

    private static final String LAST_LINE = "FILE=";

    private final Process process;
    private final Map<String, String> said;
    private final SftpServer server;
    private final S3Store store;

    private EmbeddedServers(Process process, Map<String, String> said) {
        this.process = process;
        this.said = said;
        this.server = SftpServer.at(value("SFTP_HOST"))
                .port(Integer.parseInt(value("SFTP_PORT")))
                .user(value("SFTP_USER"))
                .identity(Path.of(value("IDENTITY")))
                .knownHosts(Path.of(value("CROSSDOCK_KNOWN_HOSTS")))
                .agent(false)
                .threads(ProcessThreads.FACTORY)
                .build();
        this.store = S3Store.builder()
                .endpoint(URI.create(value("S3_ENDPOINT_URL")))
                .region(value("AWS_REGION"))
                .credentials(value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY"))
                .build();
    }

    static EmbeddedServers start(BenchWorkplace workplace) throws BenchFailure, IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:MaxRAMPercentage=70",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        MAIN,
                        workplace.folder().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, String> said = new HashMap<>();
        // Not closed: the servers live as long as the streams between us are open.
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null) {
            int equals = line.indexOf('=');
            said.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
            if (line.startsWith(LAST_LINE)) {
                return new EmbeddedServers(process, Map.copyOf(said));
            }
            line = output.readLine();
        }
        process.destroy();
        throw new BenchFailure(
                ExitCode.FAILED,
                "The embedded servers did not start",
                "name servers of your own: crossdock bench sftp://host/folder/ s3://bucket/prefix/");
    }

    private String value(String name) {
        @Nullable String value = said.get(name);
        if (value == null) {
            throw new IllegalStateException("the embedded servers said no " + name);
        }
        return value;
    }

    @Override
    public SftpServer server() {
        return server;
    }

    @Override
    public S3Store store() {
        return store;
    }

    @Override
    public String path(String name) {
        return "/" + name;
    }

    @Override
    public SourceLocation file(String name) {
        return new SourceLocation(
                value("SFTP_USER"), value("SFTP_HOST"), Integer.parseInt(value("SFTP_PORT")), path(name));
    }

    @Override
    public ObjectKey object(String name) {
        return new ObjectKey(value("S3_BUCKET"), name);
    }

    @Override
    public List<String> options() {
        return List.of(
                "--identity",
                value("IDENTITY"),
                "--known-hosts",
                value("CROSSDOCK_KNOWN_HOSTS"),
                "--endpoint",
                value("S3_ENDPOINT_URL"),
                "--region",
                value("AWS_REGION"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", value("AWS_ACCESS_KEY_ID"),
                "AWS_SECRET_ACCESS_KEY", value("AWS_SECRET_ACCESS_KEY"));
    }

    @Override
    public Optional<Path> elsewhere(Path folder) {
        return Optional.of(folder);
    }

    @Override
    public Optional<Peers> peers() {
        return Optional.of(new Peers(
                Optional.of(Path.of(value("IDENTITY"))),
                Optional.of(Path.of(value("CROSSDOCK_KNOWN_HOSTS"))),
                Optional.of(value("S3_ENDPOINT_URL")),
                Optional.of(value("AWS_REGION")),
                environment(),
                true));
    }

    @Override
    public String whyNoPeers() {
        return "";
    }

    @Override
    public OptionalLong memoryBytes() {
        return OptionalLong.of(Long.parseLong(value("MEMORY_BYTES")));
    }

    @Override
    public String note() {
        return "Both ends are embedded servers that were started for this. They share the machine's processors with what"
                + " is measured, and keep everything in memory.";
    }

    @Override
    public void close() {
        server.close();
        store.close();
        process.destroy();
    }
}
