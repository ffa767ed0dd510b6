package dev.crossdock.s3;

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

/**
 * The store as one user of it sees it: everything is shared with the others but the list of its own requests, which end
 * when it is closed. What ends or completes an upload is on no such list.
 */
final class StoreShare implements ObjectStore {

    /** What all shares have in common, laid when it is first needed. */
    interface Plumbing {
        StorePlumbing get() throws StoreException;
    }

    private final Plumbing plumbing;
    private final StoreLatency latency;
    private final RequestScope requests = new RequestScope();

    StoreShare(Plumbing plumbing, StoreLatency latency) {
        this.plumbing = plumbing;
        this.latency = latency;
    }

    @Override
    public StoreLimits limits() {
        return StoreLimits.S3;
    }

    @Override
    public Duration latency() {
        return latency.shortest();
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws StoreException {
        StorePlumbing store = plumbing.get();
        return requests.run(() -> store.control().find(key));
    }

    @Override
    public boolean holds(StoredObject object, PartBody body) throws TransferException {
        StoredPart whole = new StoredPart(
                1,
                object.sizeBytes(),
                object.eTag(),
                object.wholeCrc32c().filter(checksum -> object.checksumComputed()));
        return PartComparison.of("the object", whole, body) != PartComparison.NOT_SHOWN;
    }

    @Override
    public void remove(ObjectKey key, String eTag) throws StoreException {
        plumbing.get().control().remove(key, eTag);
    }

    @Override
    public ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException {
        StorePlumbing store = plumbing.get();
        ObjectAddress address = store.endpoint().address(key);
        return requests.run(
                () -> new ObjectPut(store.data(), store.errors(), store.memory()).put(key, spec, address, body));
    }

    @Override
    public Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        StorePlumbing store = plumbing.get();
        ObjectAddress address = store.endpoint().address(key);
        BegunUpload begun = requests.run(() -> store.control().begin(key, spec));
        return new MultipartUpload(store, key, spec, address, begun, new ConfirmedParts());
    }

    @Override
    public List<UnfinishedUpload> unfinished(String bucket, String prefix) throws StoreException {
        StorePlumbing store = plumbing.get();
        return requests.run(() -> store.uploads().below(bucket, prefix));
    }

    @Override
    public List<StoredPart> parts(UnfinishedUpload upload) throws StoreException {
        StorePlumbing store = plumbing.get();
        return requests.run(() -> store.parts().of(upload)).parts();
    }

    @Override
    public Upload resume(UnfinishedUpload upload, ObjectSpec spec) throws StoreException {
        StorePlumbing store = plumbing.get();
        ObjectKey key = upload.key();
        ObjectAddress address = store.endpoint().address(key);
        PartListing.Contents contents = requests.run(() -> store.parts().of(upload));
        return new MultipartUpload(store, key, spec, address, contents.begun(), contents.confirmed());
    }

    @Override
    public void abort(UnfinishedUpload upload) throws StoreException {
        if (plumbing.get().abort().attempt(upload.key(), upload.uploadId()) == UploadAbort.Outcome.STILL_THERE) {
            throw UploadAbort.stillThere(upload.key(), upload.uploadId());
        }
    }

    @Override
    public ObjectStore share() {
        return new StoreShare(plumbing, latency);
    }

    @Override
    public void close() {
        requests.close();
    }
}
