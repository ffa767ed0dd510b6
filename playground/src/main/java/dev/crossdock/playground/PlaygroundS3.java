package dev.crossdock.playground;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * An S3 store in this JVM, on 127.0.0.1 and a port of the system's choice, with one bucket and credentials of its own.
 * Objects live on the heap; while an upload in parts is completed, twice. May be used from any thread.
 */
public final class PlaygroundS3 implements AutoCloseable {

    /** The region that requests are signed for; the store takes any. */
    public static final String REGION = "us-east-1";

    private static final String HOST = "127.0.0.1";

    /** It protects nothing: such a key is made for one run, and thrown away. */
    static final String KEY_STORE_PASSWORD = "playground";

    private final S3Proxy proxy;
    private final BlobStore objects;
    private final boolean tls;
    private final String bucket;
    private final String accessKeyId;
    private final String secretAccessKey;

    private PlaygroundS3(
            S3Proxy proxy, BlobStore objects, boolean tls, String bucket, String accessKeyId, String secretAccessKey) {
        this.proxy = proxy;
        this.objects = objects;
        this.tls = tls;
        this.bucket = bucket;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    /**
     * Starts a store.
     *
     * @param bucket the bucket that it begins with
     * @throws IOException if no port can be had
     */
    public static PlaygroundS3 start(String bucket) throws IOException {
        return start(bucket, Optional.empty());
    }

    /**
     * Starts a store that also listens for TLS.
     *
     * @param keyStore with its key and certificate, of which {@link #KEY_STORE_PASSWORD} is the password
     */
    static PlaygroundS3 start(String bucket, Optional<Path> keyStore) throws IOException {
        BlobStore objects = new TransientNio2BlobStore();
        String accessKeyId = random(10);
        String secretAccessKey = random(20);
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://" + HOST + ":0"))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKeyId, secretAccessKey)
                // Amazon's own x-amz-mp-object-size is one that it does not know.
                .ignoreUnknownHeaders(true)
                // Zero: without waiting for connections that a client keeps open.
                .stopTimeout(0);
        keyStore.ifPresent(file -> builder.secureEndpoint(URI.create("https://" + HOST + ":0"))
                .keyStore(file.toString(), KEY_STORE_PASSWORD));
        S3Proxy proxy = builder.build();
        PlaygroundS3 playground =
                new PlaygroundS3(proxy, objects, keyStore.isPresent(), bucket, accessKeyId, secretAccessKey);
        try {
            proxy.start();
            playground.createBucket(bucket);
        } catch (Exception e) {
            IOException failed = new IOException("the embedded S3 store did not start: " + e.getMessage(), e);
            try {
                playground.close();
            } catch (IOException closing) {
                failed.addSuppressed(closing);
            }
            throw failed;
        }
        return playground;
    }

    /** Where it listens, plain http. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + proxy.getPort());
    }

    /** The same objects by TLS, where it was started so. */
    Optional<URI> tlsEndpoint() {
        return tls ? Optional.of(URI.create("https://" + HOST + ":" + proxy.getSecurePort())) : Optional.empty();
    }

    /** The bucket that was made at the start. */
    public String bucket() {
        return bucket;
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String secretAccessKey() {
        return secretAccessKey;
    }

    /** Makes a further bucket. */
    public void createBucket(String name) {
        objects.createContainer(name);
    }

    /**
     * Reads an object from where it lies, past HTTP and every client.
     *
     * @throws FileNotFoundException if there is none
     */
    public InputStream open(String inBucket, String key) throws IOException {
        if (!objects.blobExists(inBucket, key)) {
            throw new FileNotFoundException("no object s3://" + inBucket + "/" + key);
        }
        return objects.getBlob(inBucket, key);
    }

    /** Ends every connection and the store; its objects are gone. */
    @Override
    public void close() throws IOException {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException("the embedded S3 store did not stop: " + e.getMessage(), e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
