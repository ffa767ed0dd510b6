package dev.crossdock.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class PlaygroundS3Test {

    private static final int PART_BYTES = 5 << 20;

    private static PlaygroundS3 store;
    private static S3Client client;

    private final GeneratedBytes content = new GeneratedBytes(9);

    @BeforeAll
    static void start() throws IOException {
        store = PlaygroundS3.start("lake");
        client = client(store.secretAccessKey());
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        store.close();
    }

    @Test
    void keepsAnObjectUnderItsExactKey() throws IOException {
        String key = "in/.a b+c%20#é😀.csv";
        byte[] bytes = content.bytes(new ByteRange(0, 100_000));
        client.putObject(request -> request.bucket("lake").key(key), RequestBody.fromBytes(bytes));
        try (InputStream object = store.open("lake", key)) {
            assertThat(object.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(client.listObjectsV2(request -> request.bucket("lake").prefix("in/"))
                        .contents())
                .extracting(object -> object.key())
                .containsExactly(key);
    }

    @Test
    void putsPartsTogetherAndChecksTheWhole() throws IOException {
        long size = 2L * PART_BYTES + 17;
        Crc32c whole = content.crc32c(new ByteRange(0, size));
        String uploadId = begin("parts");
        List<CompletedPart> parts = putParts("parts", uploadId, size);
        var done = client.completeMultipartUpload(request -> request.bucket("lake")
                .key("parts")
                .uploadId(uploadId)
                .mpuObjectSize(size)
                .checksumType(ChecksumType.FULL_OBJECT)
                .checksumCRC32C(whole.base64())
                .multipartUpload(upload -> upload.parts(parts)));
        assertThat(done.checksumCRC32C()).isEqualTo(whole.base64());
        try (InputStream object = store.open("lake", "parts")) {
            assertThat(object.readAllBytes()).isEqualTo(content.bytes(new ByteRange(0, size)));
        }
    }

    @Test
    void refusesAWholeThatIsNotWhatTheParts() {
        String uploadId = begin("wrong");
        List<CompletedPart> parts = putParts("wrong", uploadId, PART_BYTES + 1L);
        assertThatThrownBy(() -> client.completeMultipartUpload(request -> request.bucket("lake")
                        .key("wrong")
                        .uploadId(uploadId)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .checksumCRC32C(Crc32c.EMPTY.base64())
                        .multipartUpload(upload -> upload.parts(parts))))
                .isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> store.open("lake", "wrong")).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void refusesOtherCredentials() {
        try (S3Client stranger = client("not the secret")) {
            assertThatThrownBy(() -> stranger.headBucket(request -> request.bucket("lake")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    private String begin(String key) {
        return client.createMultipartUpload(request -> request.bucket("lake")
                        .key(key)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
    }

    private List<CompletedPart> putParts(String key, String uploadId, long size) {
        List<CompletedPart> parts = new ArrayList<>();
        for (long offset = 0; offset < size; offset += PART_BYTES) {
            int number = parts.size() + 1;
            ByteRange range = new ByteRange(offset, Math.min(PART_BYTES, size - offset));
            Crc32c sum = content.crc32c(range);
            UploadPartResponse stored = client.uploadPart(
                    request -> request.bucket("lake")
                            .key(key)
                            .uploadId(uploadId)
                            .partNumber(number)
                            .checksumCRC32C(sum.base64()),
                    RequestBody.fromBytes(content.bytes(range)));
            assertThat(stored.checksumCRC32C()).isEqualTo(sum.base64());
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(stored.eTag())
                    .checksumCRC32C(sum.base64())
                    .build());
        }
        return parts;
    }

    private static S3Client client(String secret) {
        return S3Client.builder()
                .endpointOverride(store.endpoint())
                .region(Region.of(PlaygroundS3.REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKeyId(), secret)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
