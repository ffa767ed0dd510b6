package dev.crossdock.s3;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * What the caller of the builder said; what is null is found in the environment.
 *
 * @param endpoint the store's URL
 * @param region the region
 * @param profile the profile of the AWS configuration files
 * @param pathStyle where the bucket's name goes
 * @param credentials whose text form shows no secret
 * @param connectTimeout how long a connection may take to be made, TLS included
 * @param stallTimeout how long nothing may move on a connection
 * @param tls the trust to use instead of the JVM's own
 */
record S3Settings(
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable String profile,
        PathStyle pathStyle,
        @Nullable AwsCredentials credentials,
        Duration connectTimeout,
        Duration stallTimeout,
        @Nullable SSLContext tls) {

    S3Settings {
        if (connectTimeout.isNegative()
                || connectTimeout.isZero()
                || stallTimeout.isNegative()
                || stallTimeout.isZero()) {
            throw new IllegalArgumentException("a time-out is longer than nothing");
        }
        if (endpoint != null) {
            String scheme = endpoint.getScheme();
            if (!("http".equals(scheme) || "https".equals(scheme)) || endpoint.getHost() == null) {
                throw new IllegalArgumentException("an endpoint is http://host[:port] or https://host[:port]");
            }
            if (endpoint.getUserInfo() != null) {
                throw new IllegalArgumentException("an endpoint holds no user name or password");
            }
        }
    }
}
