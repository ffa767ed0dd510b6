package dev.crossdock.s3;

import dev.crossdock.StoreException;
import java.time.Clock;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.Lazy;

/**
 * Everything that a store needs to speak, put together when it first has to. Making it asks the environment and the
 * configuration files, but nothing on the network, unless only the machine's own metadata service knows the region.
 */
record StorePlumbing(
        S3Endpoint endpoint,
        StoreErrors errors,
        EndpointMemory memory,
        StoreCredentials credentials,
        Transport transport,
        ControlPlane control,
        UploadListing uploads,
        PartListing parts,
        UploadCompletion completion,
        UploadAbort abort,
        ObjectReads reads,
        DataPlane data)
        implements AutoCloseable {

    static StorePlumbing lay(S3Settings settings, StoreLatency latency) throws StoreException {
        Lazy<ProfileFile> profileFile = new Lazy<>(ProfileFile::defaultProfileFile);
        Supplier<ProfileFile> profiles = profileFile::getValue;
        S3Endpoint endpoint = S3Endpoint.find(settings, profiles);
        StoreErrors errors = new StoreErrors(endpoint.displayName());
        EndpointMemory memory = new EndpointMemory();
        StoreCredentials credentials = StoreCredentials.of(settings, profiles);
        StoreClock clock = new StoreClock(Clock.systemUTC());
        Transport transport =
                new Transport(settings.connectTimeout(), settings.stallTimeout(), settings.tls(), latency);
        S3Client client = client(settings, endpoint, credentials, new SdkTransport(transport), profiles);
        ControlPlane control = new ControlPlane(client, credentials, errors, memory);
        DataPlane data = new DataPlane(transport, new RequestSigner(credentials, clock), errors, memory, clock);
        return new StorePlumbing(
                endpoint,
                errors,
                memory,
                credentials,
                transport,
                control,
                new UploadListing(client, credentials, errors),
                new PartListing(client, credentials, errors, memory),
                new UploadCompletion(client, credentials, errors, control),
                new UploadAbort(client, credentials, errors),
                new ObjectReads(client, credentials, errors),
                data);
    }

    /** The SDK, as it is set here, on whatever carries its requests. */
    static S3Client client(
            S3Settings settings,
            S3Endpoint endpoint,
            StoreCredentials credentials,
            SdkHttpClient carrier,
            Supplier<ProfileFile> profiles) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(carrier)
                .credentialsProvider(credentials.provider())
                .region(endpoint.region())
                .forcePathStyle(endpoint.pathStyle())
                .dualstackEnabled(endpoint.dualstack())
                .fipsEnabled(endpoint.fips())
                .disableS3ExpressSessionAuth(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFileSupplier(profiles)
                        .defaultProfileName(S3Endpoint.profileName(settings)));
        if (endpoint.custom() != null) {
            builder.endpointOverride(endpoint.custom());
        }
        return new GuardedClient(builder.build());
    }

    @Override
    public void close() {
        transport.close();
        control.close();
        credentials.close();
    }
}
