package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.playground.GeneratedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ServerIT {

    private final byte[] bytes = new GeneratedBytes(2).bytes(new ByteRange(0, 200_000));

    @Test
    void versitygwKeepsObjectsAsFiles() throws IOException {
        try (Versitygw server = Versitygw.server()) {
            assertKeepsWhatItIsGiven(server);
            assertThat(Files.readAllBytes(server.file(new ObjectKey("lake", "in/a b+c.bin"))))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void versitygwSpeaksTlsWithItsOwnAuthority() throws IOException {
        try (Versitygw server = Versitygw.withTls()) {
            assertKeepsWhatItIsGiven(server);
            assertThat(server.endpoint()).hasScheme("https");
            assertThat(server.trust().authority()).content().contains("BEGIN CERTIFICATE");
            assertThat(server.trust().trustStore()).exists();
        }
    }

    @Test
    void minioKeepsObjects() throws IOException {
        try (Minio server = Minio.server()) {
            assertKeepsWhatItIsGiven(server);
        }
    }

    @Test
    void motoKeepsObjects() throws IOException {
        try (Moto server = Moto.server()) {
            assertKeepsWhatItIsGiven(server);
        }
    }

    @Test
    void aStoreKeepsPortAndObjectsOverARestart() throws IOException {
        try (Versitygw server = Versitygw.server()) {
            assertKeepsWhatItIsGiven(server);
            URI endpoint = server.endpoint();
            server.stop();
            server.start();
            assertThat(server.endpoint()).isEqualTo(endpoint);
            assertThat(server.keys("lake")).containsExactly("in/a b+c.bin");
        }
    }

    private void assertKeepsWhatItIsGiven(S3Server server) throws IOException {
        server.start();
        server.createBucket("lake");
        ObjectKey key = new ObjectKey("lake", "in/a b+c.bin");
        assertThat(server.head(key)).isEmpty();
        server.client().putObject(request -> request.bucket("lake").key(key.key()), RequestBody.fromBytes(bytes));
        try (InputStream object = server.read(key)) {
            assertThat(object.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(server.head(key).orElseThrow().contentLength()).isEqualTo(bytes.length);
        assertThat(server.keys("lake")).containsExactly(key.key());

        ObjectKey begun = new ObjectKey("lake", "begun");
        String uploadId = server.client()
                .createMultipartUpload(request -> request.bucket("lake").key("begun"))
                .uploadId();
        assertThat(server.openUploads(begun)).containsExactly(uploadId);
        server.client()
                .abortMultipartUpload(
                        request -> request.bucket("lake").key("begun").uploadId(uploadId));
        assertThat(server.openUploads(begun)).isEmpty();
    }
}
