package dev.crossdock.engine;

import dev.crossdock.ObjectStore;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoreLimits;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.UnfinishedUpload;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Finds uploads that were begun and never ended, judges whose they are, and gives them up.
 *
 * <p>A listing carries no mark of who began an upload; only its parts say something. Crossdock cuts a file into parts of
 * k MiB and a residue that is drawn from the file's identity ({@link SourceIdentity#residueBytes}), and sends a CRC32C
 * with each. Others choose sizes that are round: whole KiB, or whole thousands. Hence an upload is recognised if its
 * parts, all but the last, have one size that is not round, and if its checksums do not speak against it. That is a
 * likelihood, not a proof: a tool that divides a huge file by 10,000 makes such sizes too, while about one upload of
 * Crossdock's in 500 has a residue that happens to be round and is not recognised.
 */
public final class Cleanup {

    private static final int KIB = 1 << 10;
    private static final int THOUSAND = 1000;

    private final ObjectStore store;
    private final Retries retries;

    /** @param store stays open */
    public Cleanup(ObjectStore store) {
        this(store, RetryPolicy.USUAL, new RealWaits(Thread.ofVirtual().factory()));
    }

    Cleanup(ObjectStore store, RetryPolicy policy, Waits waits) {
        this.store = store;
        this.retries = new Retries(
                policy, new Random(), new StopSignal(waits), new Events(TransferListener.NONE, waits), waits);
    }

    /**
     * An unfinished upload that was looked at.
     *
     * @param upload as the store lists it
     * @param parts how many parts the store holds of it
     * @param bytes what they have together
     * @param lastUsedEpochSeconds when it was begun, or the newest of its parts was stored: who goes on with an old upload
     *     is at work now
     * @param recognised whether they look like Crossdock's
     */
    public record Leftover(
            UnfinishedUpload upload, int parts, long bytes, long lastUsedEpochSeconds, boolean recognised) {}

    /**
     * Lists the unfinished uploads of all keys that begin with {@code prefix}, the oldest first. Some stores answer only
     * for a prefix that is a whole key.
     */
    public List<UnfinishedUpload> list(String bucket, String prefix) throws TransferException {
        return retries.run("list the unfinished uploads", () -> store.unfinished(bucket, prefix)).stream()
                .sorted(Comparator.comparingLong(UnfinishedUpload::initiatedEpochSeconds)
                        .thenComparing(upload -> upload.key().key()))
                .toList();
    }

    /** Looks at what the store holds of an upload; empty if the upload has ended meanwhile. */
    public Optional<Leftover> inspect(UnfinishedUpload upload) throws TransferException {
        List<StoredPart> parts;
        try {
            parts = retries.run("list the stored parts", () -> store.parts(upload));
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.NO_SUCH_UPLOAD) {
                return Optional.empty();
            }
            throw e;
        }
        long bytes = parts.stream().mapToLong(StoredPart::sizeBytes).sum();
        long newest = parts.stream()
                .flatMapToLong(part -> part.storedEpochSeconds().stream())
                .max()
                .orElse(upload.initiatedEpochSeconds());
        return Optional.of(new Leftover(
                upload,
                parts.size(),
                bytes,
                Math.max(newest, upload.initiatedEpochSeconds()),
                recognises(parts, store.limits())));
    }

    /** Gives an upload up, and makes sure that nothing of it is left. */
    public void abort(UnfinishedUpload upload) throws TransferException {
        retries.run("abort the upload", () -> {
            store.abort(upload);
            return upload;
        });
    }

    /**
     * Whether parts look as if Crossdock had stored them.
     *
     * @param parts in ascending order of part numbers
     */
    static boolean recognises(List<StoredPart> parts, StoreLimits limits) {
        if (parts.isEmpty()) {
            return false;
        }
        long withChecksum =
                parts.stream().filter(part -> part.crc32c().isPresent()).count();
        if (withChecksum != 0 && withChecksum != parts.size()) {
            return false;
        }
        if (parts.size() == 1 && withChecksum == 0) {
            return false; // one size alone may be that of anybody's last part
        }
        long size = parts.getFirst().sizeBytes();
        return size >= limits.minPartBytes()
                && size % KIB != 0
                && size % THOUSAND != 0
                && parts.stream().limit(parts.size() - 1L).allMatch(part -> part.sizeBytes() == size)
                && parts.getLast().sizeBytes() <= size;
    }
}
