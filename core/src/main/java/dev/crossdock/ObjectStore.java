package dev.crossdock;

import java.util.Optional;

/**
 * An S3-compatible object store, the port at the outbound end. All methods may be called from any thread, several at
 * once, and make exactly one attempt: retrying is the engine's, which looks at {@link StoreException#kind()}.
 */
public interface ObjectStore extends AutoCloseable {

    /** What the store takes. */
    StoreLimits limits();

    /**
     * Looks at an object.
     *
     * @return empty if there is none
     * @throws StoreException of kind {@code FORBIDDEN} where the credentials may not read: a transfer still works then,
     *     only less is recognised
     */
    Optional<StoredObject> find(ObjectKey key) throws StoreException;

    /**
     * Stores a whole object in one request. It is visible as soon as the store acknowledges it.
     *
     * @param body held, and of {@code spec.sizeBytes()} bytes
     * @throws StoreException of kind {@code NO_ANSWER} if it may have been stored nevertheless; {@code TARGET_EXISTS}
     *     under {@code noClobber}
     * @throws IntegrityException if the store received or stored something else
     */
    ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException;

    /** Begins an upload in parts. Nothing is visible before {@link Upload#complete}. */
    Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException;

    /** Ends every request under way and gives up all connections. */
    @Override
    void close();
}
