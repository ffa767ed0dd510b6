package dev.crossdock.testkit;

import dev.crossdock.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A real S3 store. What a test put there is looked at with the AWS SDK's own client, which shares no code with ours on
 * the way of the data.
 */
public abstract class S3Server extends RealServer {

    private static final String ACCESS_KEY_ID = "crossdock-test";
    private static final String SECRET_ACCESS_KEY = "a secret that is in every clone";

    private @Nullable S3Client client;

    S3Server() {}

    /** {@code http} or {@code https}, 127.0.0.1 and the port. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public String region() {
        return "us-east-1";
    }

    public String accessKeyId() {
        return ACCESS_KEY_ID;
    }

    public String secretAccessKey() {
        return SECRET_ACCESS_KEY;
    }

    /** Makes a bucket. */
    public void createBucket(String bucket) {
        client().createBucket(request -> request.bucket(bucket));
    }

    /** Reads an object as another client than ours sees it. */
    public InputStream read(ObjectKey key) throws IOException {
        return client().getObject(request -> request.bucket(key.bucket()).key(key.key()));
    }

    /** What HEAD says of an object; empty if there is none. */
    public Optional<HeadObjectResponse> head(ObjectKey key) {
        try {
            return Optional.of(
                    client().headObject(request -> request.bucket(key.bucket()).key(key.key())));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** The keys of all objects in a bucket. */
    public List<String> keys(String bucket) {
        return client().listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** The ids of the unfinished uploads of a key. */
    public List<String> openUploads(ObjectKey key) {
        List<String> ids = new ArrayList<>();
        // The exact key as prefix: MinIO lists nothing without one.
        client()
                .listMultipartUploadsPaginator(
                        request -> request.bucket(key.bucket()).prefix(key.key()))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(key.key()))
                .map(MultipartUpload::uploadId)
                .forEach(ids::add);
        return ids;
    }

    /** The SDK's client for this store, for whatever else a test wants to know. */
    public final S3Client client() {
        if (client == null) {
            client = S3Client.builder()
                    .endpointOverride(endpoint())
                    .region(Region.of(region()))
                    .forcePathStyle(true)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .credentialsProvider(StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(accessKeyId(), secretAccessKey())))
                    .httpClient(httpClient().build())
                    .build();
        }
        return client;
    }

    Apache5HttpClient.Builder httpClient() {
        return Apache5HttpClient.builder();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
        super.close();
    }
}
