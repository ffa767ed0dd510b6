package dev.crossdock.cli;

import dev.crossdock.s3.PathStyle;
import dev.crossdock.s3.S3Store;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store, and how it is spoken to. */
final class StoreOptions {

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The store's address, http:// or https:// (default: Amazon S3's).")
    private @Nullable String endpoint;

    @Option(names = "--region", paramLabel = "NAME", description = "The store's region.")
    private @Nullable String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile of the AWS configuration files.")
    private @Nullable String profile;

    @Option(
            names = "--path-style",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = PathStyleWord.class,
            description = "Whether the bucket stands in the path: auto, always or never (default: ${DEFAULT-VALUE}).")
    private PathStyle pathStyle = PathStyle.AUTO;

    /** Opens the store; nothing is sent yet. */
    S3Store open(Environment environment) {
        S3Store.Builder builder = S3Store.builder().pathStyle(pathStyle);
        String address = namedEndpoint(environment);
        if (address != null) {
            builder.endpoint(endpointAddress(address));
        }
        if (address == null || !address.toLowerCase(Locale.ROOT).startsWith("http://")) {
            NativeProvider.tls().ifPresent(builder::tls);
        }
        String named = region != null
                ? region
                : AwsProperties.defaultRegion(environment).orElse(null);
        if (named != null) {
            builder.region(named);
        }
        if (profile != null) {
            builder.profile(profile);
        }
        return builder.build();
    }

    private @Nullable String namedEndpoint(Environment environment) {
        return endpoint != null ? endpoint : environment.get("S3_ENDPOINT_URL").orElse(null);
    }

    /** What another run of the command is to be told so that it finds the same store. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--endpoint", endpoint);
        add(arguments, "--region", region);
        add(arguments, "--profile", profile);
        arguments.addAll(List.of("--path-style", pathStyle.name().toLowerCase(Locale.ROOT)));
        return List.copyOf(arguments);
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            arguments.addAll(List.of(option, value));
        }
    }

    /** The store's URL, by whichever of the names that it can be given; empty for Amazon's. */
    Optional<String> endpoint(Environment environment) {
        return Optional.ofNullable(namedEndpoint(environment))
                .or(() -> environment.get("AWS_ENDPOINT_URL_S3"))
                .or(() -> environment.get("AWS_ENDPOINT_URL"));
    }

    Optional<String> region(Environment environment) {
        return Optional.ofNullable(region)
                .or(() -> environment.get("AWS_REGION"))
                .or(() -> AwsProperties.defaultRegion(environment));
    }

    Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /** @throws UsageException without repeating what was written: it may hold a secret */
    static URI endpointAddress(String written) {
        try {
            URI address = new URI(written);
            boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (web && address.getHost() != null && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below, as for every other thing that is no such address
        }
        throw new UsageException(
                "The store's endpoint is not an address of the form http://host[:port] or https://host[:port]",
                "credentials come from the environment or a profile, the bucket from the target");
    }

    static final class PathStyleWord extends Amounts.Word<PathStyle> {
        PathStyleWord() {
            super(PathStyle.class);
        }
    }
}
