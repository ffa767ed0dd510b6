package dev.crossdock.s3;

import dev.crossdock.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * As whom requests are signed: the keys that were given, else the profile that was asked for, else the SDK's whole
 * chain, which also refreshes what expires.
 */
final class StoreCredentials implements AutoCloseable {

    private final AwsCredentialsProvider provider;

    private StoreCredentials(AwsCredentialsProvider provider) {
        this.provider = provider;
    }

    static StoreCredentials of(S3Settings settings, Supplier<ProfileFile> profiles) {
        AwsCredentials given = settings.credentials();
        if (given != null) {
            return new StoreCredentials(StaticCredentialsProvider.create(given));
        }
        // A profile that is asked for beats the environment, as it does on the AWS command line.
        return new StoreCredentials(
                settings.profile() != null
                        ? ProfileCredentialsProvider.builder()
                                .profileFile(profiles)
                                .profileName(settings.profile())
                                .build()
                        : DefaultCredentialsProvider.builder()
                                .profileFile(profiles)
                                .profileName(S3Endpoint.profileName(settings))
                                .build());
    }

    AwsCredentialsProvider provider() {
        return provider;
    }

    /**
     * The credentials of this moment.
     *
     * @throws StoreException of kind {@code AUTHENTICATION} if there are none
     */
    AwsCredentials now() throws StoreException {
        AwsCredentials found;
        @Nullable SdkException failure = null;
        try {
            found = provider.resolveCredentials();
            if (found != null && found.accessKeyId() != null && found.secretAccessKey() != null) {
                return found;
            }
        } catch (SdkException e) {
            failure = e;
        }
        throw new StoreException(
                StoreException.Kind.AUTHENTICATION,
                "No credentials for the store were found.",
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has them",
                failure);
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
