package dev.crossdock.s3;

import dev.crossdock.ByteRange;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PartBody;
import dev.crossdock.StoreException;
import dev.crossdock.StoreLimits;
import dev.crossdock.StoredObject;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Amazon S3, or a store that speaks its language. One instance may be used by any number of transfers and threads;
 * nothing is connected to, read or resolved before the first call.
 *
 * <p>What is not said to the builder is found as the AWS SDK finds it: environment ({@code AWS_ACCESS_KEY_ID},
 * {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}, {@code AWS_PROFILE}, …), system properties, {@code ~/.aws}, web
 * identity, container and instance credentials. A named endpoint without any region is signed for as
 * {@code us-east-1}.
 */
public final class S3Store implements ObjectStore {

    /** What {@link #read} gives at once, at most. */
    public static final int MAX_READ_BYTES = 4 << 20;

    private final S3Settings settings;
    private final StoreLatency latency = new StoreLatency();
    private final StoreShare own = new StoreShare(this::plumbing, latency);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable StorePlumbing plumbing;
    private boolean closed;

    private S3Store(S3Settings settings) {
        this.settings = settings;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public StoreLimits limits() {
        return own.limits();
    }

    @Override
    public Duration latency() {
        return own.latency();
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws StoreException {
        return own.find(key);
    }

    @Override
    public boolean holds(StoredObject object, PartBody body) throws TransferException {
        return own.holds(object, body);
    }

    @Override
    public void remove(ObjectKey key, String eTag) throws StoreException {
        own.remove(key, eTag);
    }

    @Override
    public ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException {
        return own.put(key, spec, body);
    }

    @Override
    public Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        return own.begin(key, spec);
    }

    @Override
    public List<UnfinishedUpload> unfinished(String bucket, String prefix) throws StoreException {
        return own.unfinished(bucket, prefix);
    }

    @Override
    public List<StoredPart> parts(UnfinishedUpload upload) throws StoreException {
        return own.parts(upload);
    }

    @Override
    public Upload resume(UnfinishedUpload upload, ObjectSpec spec) throws StoreException {
        return own.resume(upload, spec);
    }

    @Override
    public void abort(UnfinishedUpload upload) throws StoreException {
        own.abort(upload);
    }

    /**
     * Reads a piece of an object, to compare it.
     *
     * @param range of at least one byte and at most {@link #MAX_READ_BYTES}, within the object
     */
    public byte[] read(ObjectKey key, ByteRange range) throws StoreException {
        if (range.length() < 1 || range.length() > MAX_READ_BYTES) {
            throw new IllegalArgumentException("a read of " + range.length() + " bytes");
        }
        return plumbing().reads().read(key, range);
    }

    /** Deletes an object; does nothing if there is none. */
    public void delete(ObjectKey key) throws StoreException {
        plumbing().reads().delete(key);
    }

    @Override
    public ObjectStore share() {
        return own.share();
    }

    private StorePlumbing plumbing() throws StoreException {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the store was closed");
            }
            if (plumbing == null) {
                plumbing = StorePlumbing.lay(settings, latency);
            }
            return plumbing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (plumbing != null) {
                plumbing.close();
                plumbing = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says which store, and as whom. Everything is optional. */
    public static final class Builder {

        private @Nullable URI endpoint;
        private @Nullable String region;
        private @Nullable String profile;
        private PathStyle pathStyle = PathStyle.AUTO;
        private @Nullable AwsCredentials credentials;
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration stallTimeout = Duration.ofSeconds(60);
        private @Nullable SSLContext tls;

        private Builder() {}

        /** The URL of a store other than Amazon's: {@code http} or {@code https}, host, and where needed port and path. */
        public Builder endpoint(URI url) {
            this.endpoint = url;
            return this;
        }

        /** The region, as in {@code eu-central-1}. */
        public Builder region(String name) {
            this.region = name;
            return this;
        }

        /** A profile of the AWS configuration files; its credentials then beat those of the environment. */
        public Builder profile(String name) {
            this.profile = name;
            return this;
        }

        /** Where the bucket's name goes; {@link PathStyle#AUTO} unless said. */
        public Builder pathStyle(PathStyle style) {
            this.pathStyle = style;
            return this;
        }

        /** Credentials of the program's own, instead of the SDK's chain. */
        public Builder credentials(String accessKey, String secretKey) {
            this.credentials = AwsBasicCredentials.create(accessKey, secretKey);
            return this;
        }

        /** How long a connection may take to be made, each for TCP and for TLS; 15 seconds unless said. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        /**
         * How long the store may let a request wait: without taking a byte, or without an answer once it has them all;
         * 60 seconds unless said. Completing an upload may take ten times as long.
         */
        public Builder stallTimeout(Duration timeout) {
            this.stallTimeout = timeout;
            return this;
        }

        /** Whom to trust under https, instead of what the JVM trusts by default. */
        public Builder tls(SSLContext context) {
            this.tls = context;
            return this;
        }

        /**
         * The store. Does not connect.
         *
         * @throws IllegalArgumentException if the endpoint is no URL of a store, or holds credentials
         */
        public S3Store build() {
            return new S3Store(new S3Settings(
                    endpoint, region, profile, pathStyle, credentials, connectTimeout, stallTimeout, tls));
        }
    }
}
