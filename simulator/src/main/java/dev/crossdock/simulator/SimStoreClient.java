package dev.crossdock.simulator;

import dev.crossdock.IntegrityException;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The simulated store as one run sees it. */
final class SimStoreClient implements ObjectStore {

    /** As {@code RetryPolicy.USUAL} and {@code Retries} have them, and what steps of one name follow each other, before bytes have moved. */
    private static final int MOST = 6;

    private static final int MOST_WHEN_CLEANING_UP = 4;

    private final World world;
    private final SimStore server;
    private final RunRecord run;
    private final Requests group;

    SimStoreClient(World world, SimStore server, RunRecord run, Requests group) {
        this.world = world;
        this.server = server;
        this.run = run;
        this.group = group;
    }

    private <T> Exchange<T> exchange(Request request, String about, int mostFailures) {
        return new Exchange<>(world, run, group, request, about, mostFailures);
    }

    @Override
    public StoreLimits limits() {
        return server.traits().limits();
    }

    @Override
    public Duration latency() {
        return Duration.ZERO;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws StoreException {
        // The first look, one after each failed publication, and then the one that settles it: all in vain at worst.
        return this.<Optional<StoredObject>>exchange(Request.FIND, "", 2 * MOST + MOST_WHEN_CLEANING_UP)
                .carry(() -> server.find(key, run));
    }

    @Override
    public boolean holds(StoredObject object, PartBody body) {
        return object.wholeCrc32c().isPresent()
                ? object.wholeCrc32c().get().equals(body.crc32c())
                : server.names(object.eTag(), body.crc32c());
    }

    @Override
    public void remove(ObjectKey key, String eTag) throws StoreException {
        boolean unused = this.<Boolean>exchange(Request.REMOVE, "", MOST_WHEN_CLEANING_UP)
                .carry(() -> server.remove(key, eTag, run));
    }

    @Override
    public ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException {
        if (!body.held() || body.lengthBytes() != spec.sizeBytes()) {
            run.violated("puts a body of " + body.lengthBytes() + " bytes for " + spec);
        }
        ObjectReceipt receipt = this.<ObjectReceipt>exchange(Request.PUT, "", MOST)
                .carry(body, intake -> server.put(key, spec, intake, run));
        requireETag(receipt.eTag(), body);
        return receipt;
    }

    private void requireETag(String eTag, PartBody body) throws IntegrityException {
        if (server.traits().level() == StoreTraits.Level.PART_MD5 && !eTag.equals(server.eTag(body.crc32c(), ""))) {
            throw IntegrityException.storedDamaged("The ETag is not that of what was sent.", eTag, null);
        }
    }

    @Override
    public Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        ServerUpload begun =
                this.<ServerUpload>exchange(Request.BEGIN, "", MOST).carry(() -> server.begin(key, spec, run));
        begun.isAnswered();
        return new SimUpload(world, server, run, begun.listed());
    }

    @Override
    public List<UnfinishedUpload> unfinished(String bucket, String prefix) throws StoreException {
        // Before anything is begun, after something was, and when it is swept up.
        return this.<List<UnfinishedUpload>>exchange(Request.LIST_UPLOADS, "", MOST + 1 + MOST_WHEN_CLEANING_UP)
                .carry(() -> server.unfinished(bucket, prefix, run));
    }

    @Override
    public List<StoredPart> parts(UnfinishedUpload upload) throws StoreException {
        return this.<List<StoredPart>>exchange(
                        Request.LIST_PARTS, " of " + upload.uploadId(), MOST + MOST_WHEN_CLEANING_UP)
                .carry(() -> server.parts(upload.uploadId(), run));
    }

    @Override
    public Upload resume(UnfinishedUpload upload, ObjectSpec spec) throws StoreException {
        run.process().requireAlive();
        server.known(upload.uploadId(), run);
        run.adopts(upload.uploadId());
        return new SimUpload(world, server, run, upload);
    }

    @Override
    public void abort(UnfinishedUpload upload) throws StoreException {
        boolean unused = abort(world, server, run, group, upload.uploadId());
    }

    static boolean abort(World world, SimStore server, RunRecord run, Requests group, String uploadId)
            throws StoreException {
        // Given up by the transfer, and swept up by the same one if it may be a leftover.
        int most = MOST_WHEN_CLEANING_UP * (run.failures(Request.BEGIN) > 0 ? 2 : 1);
        return new Exchange<Boolean>(world, run, group, Request.ABORT, " of " + uploadId, most)
                .carry(() -> server.abort(uploadId, run));
    }

    @Override
    public ObjectStore share() {
        run.process().requireAlive();
        return new SimStoreClient(world, server, run, new Requests());
    }

    @Override
    public void close() {
        run.process().requireAlive();
        group.end();
    }
}
