package dev.crossdock.s3;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.endpoints.EndpointUrl;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Which store, found from what the caller said, the environment and the AWS configuration files, by the SDK's rules.
 *
 * @param custom the URL of a store that was named; null for Amazon's own
 * @param region where it is
 * @param pathStyle whether the bucket's name goes into the path
 * @param dualstack whether Amazon's IPv6 names are wanted
 * @param fips whether Amazon's FIPS names are wanted
 */
record S3Endpoint(@Nullable URI custom, Region region, boolean pathStyle, boolean dualstack, boolean fips) {

    private static final Region REGION_OF_STORES_WITHOUT_ONE = Region.US_EAST_1;

    static S3Endpoint find(S3Settings settings, Supplier<ProfileFile> profiles) throws StoreException {
        String profile = profileName(settings);
        try {
            URI custom = customEndpoint(settings, profiles, profile).orElse(null);
            boolean pathStyle = switch (settings.pathStyle()) {
                case AUTO -> custom != null;
                case ALWAYS -> true;
                case NEVER -> false;
            };
            return new S3Endpoint(
                    custom,
                    region(settings, profiles, profile, custom != null),
                    pathStyle,
                    dualstack(profiles, profile),
                    fips(profiles, profile));
        } catch (SdkException e) {
            throw new StoreException(
                    StoreException.Kind.REJECTED,
                    "The AWS configuration can't be used: " + StoreErrors.oneLine(e.getMessage()) + ".",
                    "check the AWS_ environment variables and the files below ~/.aws",
                    e);
        }
    }

    /** The profile that was asked for, or the one that the environment names. */
    static String profileName(S3Settings settings) {
        return settings.profile() != null
                ? settings.profile()
                : ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
    }

    private static Optional<URI> customEndpoint(S3Settings settings, Supplier<ProfileFile> profiles, String profile) {
        if (settings.endpoint() != null) {
            return Optional.of(settings.endpoint());
        }
        return AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3")
                .serviceProfileProperty("s3")
                .profileFile(profiles)
                .profileName(profile)
                .resolveFromOverrides();
    }

    private static Region region(
            S3Settings settings, Supplier<ProfileFile> profiles, String profile, boolean customEndpoint)
            throws StoreException {
        if (settings.region() != null) {
            return Region.of(settings.region());
        }
        return ask(new SystemSettingsRegionProvider())
                .or(() -> ask(new AwsProfileRegionProvider(profiles, profile)))
                // Only a machine at Amazon has an instance profile: asking elsewhere takes seconds.
                .or(() -> customEndpoint
                        ? Optional.of(REGION_OF_STORES_WITHOUT_ONE)
                        : ask(new InstanceProfileRegionProvider()))
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.REJECTED,
                        "No region is known, and no endpoint was named.",
                        "set AWS_REGION or the option for the region, or name an endpoint"));
    }

    /** The SDK's providers throw where they know nothing. */
    private static Optional<Region> ask(AwsRegionProvider provider) {
        try {
            return Optional.ofNullable(provider.getRegion());
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private static boolean dualstack(Supplier<ProfileFile> profiles, String profile) {
        return DualstackEnabledProvider.builder()
                .profileFile(profiles)
                .profileName(profile)
                .build()
                .isDualstackEnabled()
                .orElse(false);
    }

    private static boolean fips(Supplier<ProfileFile> profiles, String profile) {
        return FipsEnabledProvider.builder()
                .profileFile(profiles)
                .profileName(profile)
                .build()
                .isFipsEnabled()
                .orElse(false);
    }

    /** How it is called in messages. */
    String displayName() {
        return custom == null ? "Amazon S3 in " + region.id() : custom.toString();
    }

    /** The URL of an object, by the SDK's own endpoint rules. */
    ObjectAddress address(ObjectKey key) throws StoreException {
        Endpoint endpoint;
        try {
            endpoint = S3EndpointProvider.defaultProvider()
                    .resolveEndpoint(rules -> rules.bucket(key.bucket())
                            .region(region)
                            .endpoint(custom == null ? null : custom.toString())
                            .forcePathStyle(pathStyle)
                            .useDualStack(dualstack)
                            .useFips(fips)
                            .accelerate(false)
                            .disableS3ExpressSessionAuth(true))
                    .join();
        } catch (CompletionException | SdkException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StoreException(
                    StoreException.Kind.REJECTED,
                    "There is no URL for bucket '" + key.bucket() + "' at " + displayName() + ": "
                            + StoreErrors.oneLine(reason.getMessage()) + ".",
                    "check the bucket's name and the endpoint",
                    e);
        }
        SigV4AuthScheme signing = signing(endpoint);
        EndpointUrl url = endpoint.endpointUrl();
        return new ObjectAddress(
                url.scheme(),
                url.host(),
                url.port(),
                withoutLastSlash(url.encodedPath()) + "/" + KeyEncoding.path(key.key()),
                signing.signingName(),
                signing.signingRegion());
    }

    private static String withoutLastSlash(@Nullable String path) {
        if (path == null) {
            return "";
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private SigV4AuthScheme signing(Endpoint endpoint) {
        List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
        if (schemes != null) {
            for (EndpointAuthScheme scheme : schemes) {
                if (scheme instanceof SigV4AuthScheme signing && signing.signingRegion() != null) {
                    return signing;
                }
            }
        }
        return SigV4AuthScheme.builder()
                .signingName("s3")
                .signingRegion(region.id())
                .build();
    }
}
