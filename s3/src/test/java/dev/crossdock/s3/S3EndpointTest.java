package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/** Where a store is looked for, given that neither environment nor system properties say anything. */
final class S3EndpointTest {

    private static final ObjectKey KEY = new ObjectKey("lake", "in/a b//c");

    private static final Supplier<ProfileFile> PROFILES = profiles("""
            [default]
            [profile minio]
            region = eu-north-1
            services = here
            [services here]
            s3 =
              endpoint_url = http://minio.example:9000
            [profile general]
            endpoint_url = https://everything.example
            """);

    private static Supplier<ProfileFile> profiles(String config) {
        ProfileFile file = ProfileFile.builder()
                .type(ProfileFile.Type.CONFIGURATION)
                .content(new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8)))
                .build();
        return () -> file;
    }

    private static S3Endpoint find(
            @Nullable String url, @Nullable String region, @Nullable String profile, PathStyle pathStyle)
            throws StoreException {
        return S3Endpoint.find(
                new S3Settings(
                        url == null ? null : URI.create(url),
                        region,
                        profile,
                        pathStyle,
                        null,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        null),
                PROFILES);
    }

    @Test
    void amazonsBucketsAreInTheHost() throws StoreException {
        S3Endpoint endpoint = find(null, "eu-central-1", null, PathStyle.AUTO);
        assertThat(endpoint.pathStyle()).isFalse();
        ObjectAddress address = endpoint.address(KEY);
        assertThat(address.scheme()).isEqualTo("https");
        assertThat(address.host()).isEqualTo("lake.s3.eu-central-1.amazonaws.com");
        assertThat(address.encodedPath()).isEqualTo("/in/a%20b//c");
        assertThat(address.signingRegion()).isEqualTo("eu-central-1");
        assertThat(address.signingName()).isEqualTo("s3");
    }

    @Test
    void aNamedStoresBucketsAreInThePathAndItsRegionDoesNotMatter() throws StoreException {
        S3Endpoint endpoint = find("http://127.0.0.1:9000", null, null, PathStyle.AUTO);
        assertThat(endpoint.region()).isEqualTo(Region.US_EAST_1);
        ObjectAddress address = endpoint.address(KEY);
        assertThat(address.scheme()).isEqualTo("http");
        assertThat(address.host()).isEqualTo("127.0.0.1");
        assertThat(address.port()).isEqualTo(9000);
        assertThat(address.encodedPath()).isEqualTo("/lake/in/a%20b//c");
    }

    @Test
    void pathStyleCanBeAskedFor() throws StoreException {
        assertThat(find(null, "eu-central-1", null, PathStyle.ALWAYS)
                        .address(KEY)
                        .host())
                .isEqualTo("s3.eu-central-1.amazonaws.com");
        ObjectAddress inHost =
                find("http://store.example:9000", null, null, PathStyle.NEVER).address(KEY);
        assertThat(inHost.host()).isEqualTo("lake.store.example");
        assertThat(inHost.encodedPath()).isEqualTo("/in/a%20b//c");
    }

    @Test
    void anEndpointMayHaveAPath() throws StoreException {
        assertThat(find("https://gateway.example/s3/", null, null, PathStyle.AUTO)
                        .address(KEY)
                        .encodedPath())
                .isEqualTo("/s3/lake/in/a%20b//c");
    }

    @Test
    void aProfileNamesEndpointAndRegion() throws StoreException {
        S3Endpoint endpoint = find(null, null, "minio", PathStyle.AUTO);
        assertThat(endpoint.custom()).isEqualTo(URI.create("http://minio.example:9000"));
        assertThat(endpoint.region()).isEqualTo(Region.EU_NORTH_1);
        assertThat(endpoint.pathStyle()).isTrue();
        assertThat(find(null, null, "general", PathStyle.AUTO).custom())
                .isEqualTo(URI.create("https://everything.example"));
    }

    @Test
    void whatIsSaidBeatsTheProfile() throws StoreException {
        S3Endpoint endpoint = find("http://other.example", "eu-west-3", "minio", PathStyle.AUTO);
        assertThat(endpoint.custom()).isEqualTo(URI.create("http://other.example"));
        assertThat(endpoint.region()).isEqualTo(Region.EU_WEST_3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host:9000", "/path", "http:///no-host", "http://user:pass@host"})
    void anEndpointIsAPlainUrl(String url) {
        assertThatThrownBy(() -> S3Store.builder().endpoint(URI.create(url)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("user:pass");
    }

    @Test
    void aBucketWithAnOddNameIsEscaped() throws StoreException {
        assertThat(find("http://h", null, null, PathStyle.AUTO)
                        .address(new ObjectKey("odd bucket?", "k"))
                        .encodedPath())
                .isEqualTo("/odd%20bucket%3F/k");
    }

    @Test
    void aProfileWithoutCredentialsIsNoIdentity() {
        try (StoreCredentials credentials = StoreCredentials.of(
                new S3Settings(
                        null,
                        null,
                        "general",
                        PathStyle.AUTO,
                        null,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        null),
                PROFILES)) {
            assertThatThrownBy(credentials::now)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.AUTHENTICATION));
        }
    }
}
