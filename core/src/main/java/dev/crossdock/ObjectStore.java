package dev.crossdock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An S3-compatible object store, the port at the outbound end. All methods may be called from any thread, several at
 * once, and make exactly one attempt: retrying is the engine's, which looks at {@link StoreException#kind()}.
 */
public interface ObjectStore extends AutoCloseable {

    /** What the store takes. */
    StoreLimits limits();

    /** The shortest time in which it answered a question that carried no data; zero before it has answered any. */
    Duration latency();

    /**
     * Looks at an object.
     *
     * @return empty if there is none
     * @throws StoreException of kind {@code FORBIDDEN} where the credentials may not read: a transfer still works then,
     *     only less is recognised
     */
    Optional<StoredObject> find(ObjectKey key) throws StoreException;

    /**
     * Whether an object that is there shows that it holds these bytes: by its checksum, else by the MD5 that its ETag may
     * be. Asks nothing of the store.
     *
     * @param body held
     */
    boolean holds(StoredObject object, PartBody body) throws TransferException;

    /**
     * Removes an object if it still has this name; succeeds if it is gone or another has taken its place. There are stores
     * that do not know the condition and remove whatever is there: look at the object right before.
     *
     * @throws StoreException of kind {@code FORBIDDEN} or {@code REJECTED} where that can't be done
     */
    void remove(ObjectKey key, String eTag) throws StoreException;

    /**
     * Stores a whole object in one request. It is visible as soon as the store acknowledges it.
     *
     * @param body held, and of {@code spec.sizeBytes()} bytes
     * @throws StoreException of kind {@code NO_ANSWER} if it may have been stored nevertheless; {@code TARGET_EXISTS}
     *     under {@code noClobber}
     * @throws IntegrityException if the store received or stored something else
     */
    ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException;

    /**
     * Begins an upload in parts. Nothing is visible before {@link Upload#complete}.
     *
     * @throws StoreException of kind {@code NO_ANSWER} or {@code UNAVAILABLE} if an upload may have been begun
     *     nevertheless
     */
    Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException;

    /**
     * Lists the unfinished uploads of all keys that begin with {@code prefix}. Some stores answer only for a prefix that
     * is a whole key.
     *
     * @throws StoreException of kind {@code FORBIDDEN} where the credentials may not list, {@code REJECTED} where the
     *     store can't: a transfer still works then, only none is resumed
     */
    List<UnfinishedUpload> unfinished(String bucket, String prefix) throws StoreException;

    /**
     * What the store holds of an unfinished upload, in ascending order; empty if nothing.
     *
     * @throws StoreException of kind {@code NO_SUCH_UPLOAD} if the upload is gone
     */
    List<StoredPart> parts(UnfinishedUpload upload) throws StoreException;

    /**
     * Goes on with an upload that was begun before, by this process or another.
     *
     * @param spec the same as it was begun with
     * @throws StoreException of kind {@code NO_SUCH_UPLOAD} if the upload is gone
     */
    Upload resume(UnfinishedUpload upload, ObjectSpec spec) throws StoreException;

    /** Gives an unfinished upload up, as {@link Upload#abort} does. */
    void abort(UnfinishedUpload upload) throws StoreException;

    /**
     * The same store for one transfer. Closing what is returned ends the requests under way through it, each with kind
     * {@code NO_ANSWER} if the store may have acted and {@code UNREACHABLE} if it can't have, and no others. What is done
     * with an upload that was begun through it is not ended: see {@link Upload#interrupt}.
     */
    ObjectStore share();

    /** Ends every request under way and gives up all connections. */
    @Override
    void close();
}
