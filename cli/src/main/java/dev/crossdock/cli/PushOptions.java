package dev.crossdock.cli;

import dev.crossdock.telemetry.PushTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and where metrics are pushed. */
final class PushOptions {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    @Option(
            names = "--push-gateway",
            paramLabel = "URL",
            description =
                    "Push metrics to a Prometheus Pushgateway every two seconds and at the end (also PUSH_GATEWAY).")
    private @Nullable String pushGateway;

    @Option(
            names = "--push-job",
            paramLabel = "NAME",
            defaultValue = "sftp-s3-streaming",
            description = "The job that pushed metrics belong to (default: ${DEFAULT-VALUE}).")
    private String pushJob = "";

    @Option(names = "--push-instance", paramLabel = "NAME", description = "Their instance (default: this host's name).")
    private @Nullable String pushInstance;

    @Option(
            names = "--push-at-end",
            paramLabel = "WHAT",
            defaultValue = "keep",
            converter = AtEndWord.class,
            description = "keep what was pushed, or delete it when the transfer is over (default: ${DEFAULT-VALUE}).")
    private PushTarget.AtEnd pushAtEnd = PushTarget.AtEnd.KEEP;

    /**
     * The gateway, if there is one.
     *
     * @throws UsageException if it can't be right
     */
    Optional<PushTarget> target(Environment environment) {
        return Optional.ofNullable(pushGateway)
                .or(() -> environment.get("PUSH_GATEWAY"))
                .map(this::target);
    }

    private PushTarget target(String gateway) {
        try {
            URI url = new URI(gateway.contains("://") ? gateway : "http://" + gateway);
            return new PushTarget(url, pushJob, pushInstance == null ? hostName() : pushInstance, pushAtEnd);
        } catch (URISyntaxException e) {
            // Not the URL itself: it may hold a password.
            throw new UsageException(
                    "The URL of the Pushgateway is none", "write it like --push-gateway http://localhost:9091");
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "The metrics can't be pushed: " + e.getMessage(), "see --push-gateway, or PUSH_GATEWAY");
        }
    }

    /** The kernel's word for it: to ask the network's may take long. */
    private static String hostName() {
        try {
            String name = Files.readString(HOST_NAME).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            // not on Linux
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    static final class AtEndWord extends Amounts.Word<PushTarget.AtEnd> {
        AtEndWord() {
            super(PushTarget.AtEnd.class);
        }
    }
}
