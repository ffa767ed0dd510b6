package dev.crossdock.testkit;

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

/** One transfer's share of a {@link FakeStore}. Only an object that is being put takes time enough to be ended. */
final class FakeShare implements ObjectStore {

    private final FakeStore store;
    private volatile boolean closed;

    FakeShare(FakeStore store) {
        this.store = store;
    }

    @Override
    public StoreLimits limits() {
        return store.limits();
    }

    @Override
    public Duration latency() {
        return store.latency();
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws StoreException {
        return store.find(key);
    }

    @Override
    public boolean holds(StoredObject object, PartBody body) {
        return store.holds(object, body);
    }

    @Override
    public void remove(ObjectKey key, String eTag) throws StoreException {
        store.remove(key, eTag);
    }

    @Override
    public ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException {
        return store.put(key, spec, body, () -> closed);
    }

    @Override
    public Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        return store.begin(key, spec);
    }

    @Override
    public List<UnfinishedUpload> unfinished(String bucket, String prefix) throws StoreException {
        return store.unfinished(bucket, prefix);
    }

    @Override
    public List<StoredPart> parts(UnfinishedUpload upload) throws StoreException {
        return store.parts(upload);
    }

    @Override
    public Upload resume(UnfinishedUpload upload, ObjectSpec spec) throws StoreException {
        return store.resume(upload, spec);
    }

    @Override
    public void abort(UnfinishedUpload upload) throws StoreException {
        store.abort(upload);
    }

    @Override
    public ObjectStore share() {
        return new FakeShare(store);
    }

    @Override
    public void close() {
        closed = true;
        store.wake();
    }
}
