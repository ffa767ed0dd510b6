package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import dev.crossdock.testkit.ObjectStoreContract;
import dev.crossdock.testkit.S3Server;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The port's contract on a real store, and what only a real store can show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealStoreContract extends ObjectStoreContract {

    static final String BUCKET = "contract";
    static final ObjectSpec SMALL = new ObjectSpec(new SourceIdentity("00112233445566778899aabbccddeeff"), 10, false);

    private final S3Server server;
    private S3Store store;

    RealStoreContract(S3Server server) {
        this.server = server;
        this.store = S3Store.builder().build();
    }

    @BeforeAll
    void start() throws Exception {
        server.start();
        server.createBucket(BUCKET);
        store = another();
    }

    @Override
    protected S3Store another() {
        return builder()
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .build();
    }

    @AfterAll
    void stop() {
        store.close();
        server.close();
    }

    S3Server server() {
        return server;
    }

    S3Store.Builder builder() {
        return S3Store.builder().endpoint(server.endpoint());
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected String bucket() {
        return BUCKET;
    }

    @Override
    protected InputStream read(ObjectKey key) throws Exception {
        return server.read(key);
    }

    @Override
    protected boolean exists(ObjectKey key) {
        return server.head(key).isPresent();
    }

    @Override
    protected int openUploads(ObjectKey key) {
        return server.openUploads(key).size();
    }

    /** Whether the store looks at signatures at all. */
    boolean checksCredentials() {
        return true;
    }

    @Test
    void saysThatTheKeysAreWrong() {
        if (!checksCredentials()) {
            return;
        }
        ObjectKey key = new ObjectKey(BUCKET, "wrong-keys");
        try (S3Store unknown = builder().credentials("nobody", "nothing").build();
                S3Store forged =
                        builder().credentials(server.accessKeyId(), "wrong").build()) {
            assertFails(Kind.AUTHENTICATION, () -> unknown.begin(key, SMALL));
            assertFails(Kind.AUTHENTICATION, () -> unknown.put(key, SMALL, Bodies.held(10)));
            assertFails(Kind.AUTHENTICATION, () -> forged.begin(key, SMALL));
            assertFails(Kind.AUTHENTICATION, () -> forged.put(key, SMALL, Bodies.held(10)));
            assertFails(Kind.FORBIDDEN, () -> forged.find(key));
        }
        assertThat(exists(key)).isFalse();
    }

    @Test
    void aCutThroughPartOfManyChunksArrivesWholeAndIsProven() throws Exception {
        ObjectKey key = new ObjectKey(BUCKET, "many-chunks");
        int length = (7 << 20) + 12_345;
        Upload upload = store.begin(key, new ObjectSpec(SMALL.source(), length, false));
        var receipt = Retried.put(upload, length, () -> Bodies.cutThrough(length));
        assertThat(receipt.integrity()).isEqualTo(Integrity.PART);
        assertThat(receipt.crc32c()).isEqualTo(Bodies.crc32c(length));
        upload.complete(List.of(receipt), Bodies.crc32c(length));
        assertThat(read(key).readAllBytes()).isEqualTo(Bodies.bytes(length));
    }

    @Test
    void saysWhenNobodyListensThere() throws Exception {
        ObjectKey key = new ObjectKey(BUCKET, "nobody");
        server.stop();
        // One without connections that were open before.
        try (S3Store fresh = builder()
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .build()) {
            assertFails(Kind.UNREACHABLE, () -> fresh.find(key));
            assertFails(Kind.UNREACHABLE, () -> fresh.put(key, SMALL, Bodies.held(10)));
            assertFails(Kind.UNREACHABLE, () -> fresh.begin(key, SMALL));
        } finally {
            server.start();
            if (!keepsObjects()) {
                server.createBucket(BUCKET);
            }
        }
        assertThat(onceItIsUp(() -> store.find(key))).isEmpty();
    }

    /** A store that has just started may ask for patience. */
    private static <T> T onceItIsUp(Callable<T> question) throws Exception {
        for (long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); ; ) {
            try {
                return question.call();
            } catch (StoreException e) {
                if (!e.retryable() || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    /** Whether a restart loses nothing. */
    boolean keepsObjects() {
        return true;
    }

    @Test
    void messagesHoldNoSecret() {
        try (S3Store forged = builder()
                .endpoint(URI.create(server.endpoint().toString()))
                .credentials(server.accessKeyId(), "very-secret-word")
                .build()) {
            StoreException failure = null;
            try {
                forged.begin(new ObjectKey(BUCKET, "x"), SMALL);
            } catch (StoreException e) {
                failure = e;
            }
            for (Throwable t = failure; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("very-secret-word").doesNotContain("Signature=");
            }
        }
    }
}
