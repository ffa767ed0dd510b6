package dev.crossdock;

import java.util.List;
import java.util.Optional;

/**
 * An upload in parts that was begun and is neither complete nor aborted. Parts may be put from several threads at once.
 * Every method makes one attempt.
 */
public interface Upload {

    /** The store's name for it. */
    String uploadId();

    /**
     * The level that a part will reach when it is cut through: decided by what the store said when the upload began,
     * so that a transfer that would end below what is required need not start.
     */
    Integrity cutThroughIntegrity();

    /**
     * Stores a part, replacing one of the same number.
     *
     * @throws SourceException as {@link PartBody#writeTo} threw it
     * @throws IntegrityException if the store received or stored other bytes than were sent
     * @throws StoreException for everything else; {@code NO_SUCH_UPLOAD} if the upload is gone
     */
    PartReceipt put(PartRange part, PartBody body) throws TransferException;

    /**
     * Publishes the object. An answer 200 with an error in its body is a failure.
     *
     * @param parts every part, in ascending order
     * @param whole the checksum over all of them
     * @return what the store said of the object
     * @throws StoreException of kind {@code NO_ANSWER} if it may have been published nevertheless; {@code TARGET_EXISTS}
     *     under {@code noClobber}; {@code NO_SUCH_UPLOAD} if somebody (or an earlier attempt) ended the upload;
     *     {@code PARTS_REPLACED} if the store has other parts than these, and their names say nothing of what they hold
     * @throws IntegrityException if the store says that the parts are not what it was told
     */
    ObjectReceipt complete(List<PartReceipt> parts, Crc32c whole) throws TransferException;

    /**
     * Compares a part that is stored with the bytes it should hold: by the listed checksum, else by the MD5 that its
     * ETag may be. Nothing is sent.
     *
     * @param body the part's bytes as the source has them now; read to its end
     * @return the receipt of the part as it is; empty if it holds something else, or if nothing can be compared
     * @throws SourceException as {@link PartBody#writeTo} threw it
     */
    Optional<PartReceipt> compare(PartRange part, StoredPart stored, PartBody body) throws TransferException;

    /**
     * Whether an object's name shows that it was put together from these very parts, for S3 derives it from theirs. Asks
     * nothing of the store; false says nothing, for there are stores that name objects otherwise.
     *
     * @param parts every part, in ascending order
     */
    boolean became(StoredObject object, List<PartReceipt> parts);

    /** Ends every {@link #put} under way promptly: each throws. Later ones throw at once. Does not block. */
    void interrupt();

    /**
     * Gives the upload up, and asks the store whether anything of it is left. Succeeds if the upload is gone already.
     *
     * @return whether it was there, now or at an earlier attempt: false means that somebody else, or a request that was
     *     thought lost, ended it
     * @throws StoreException of kind {@code UNAVAILABLE} if something is left, for a part that was in flight can arrive
     *     after the request: to be done again
     */
    boolean abort() throws StoreException;
}
