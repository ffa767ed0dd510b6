package dev.crossdock.testkit;

import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PartBody;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoreLimits;
import dev.crossdock.StoredObject;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A store in memory that keeps the contract of {@code ObjectStore}, confirms as much as it is told to, and fails as it
 * is told to. May be used and told what to do from any thread, also during a request.
 */
public final class FakeStore implements ObjectStore {

    /** How much the store says of what it took. */
    public enum Confirms {
        /** A checksum over the whole object, which it compares; each part's too. */
        FULL_OBJECT,
        /** A checksum of each request's body, which it compares; none over an object of several parts. */
        PART_CHECKSUM,
        /** No checksum; the ETag is the body's MD5. It stores what arrives and the client must compare. */
        PART_MD5,
        /** Nothing. It stores what arrives. */
        SIZE;

        boolean compares() {
            return this == FULL_OBJECT || this == PART_CHECKSUM;
        }

        Integrity ofPart() {
            return this == SIZE ? Integrity.SIZE : Integrity.PART;
        }

        Integrity ofWholeBody() {
            return compares() ? Integrity.FULL_OBJECT : ofPart();
        }
    }

    /** What can be asked of it. */
    public enum Request {
        FIND,
        REMOVE,
        PUT,
        BEGIN,
        PUT_PART,
        COMPLETE,
        ABORT,
        LIST_UPLOADS,
        LIST_PARTS
    }

    /** When during a request a fault happens. */
    public enum Moment {
        /** Before anything was done. */
        BEFORE,
        /** After half of the body was taken; the same as {@link #BEFORE} where there is none. */
        MIDWAY,
        /** After it was done: the answer is what fails. */
        AFTER
    }

    /** In place of a part number: an object that is put in one request. */
    public static final int WHOLE = 0;

    private final Guarded state = new Guarded();
    private final boolean keeping;
    private final FakeFaults faults = new FakeFaults();
    private final Map<ObjectKey, FakeObject> objects = new HashMap<>();
    private final Map<String, FakeUpload> uploads = new HashMap<>();
    private final Set<String> missingBuckets = new HashSet<>();
    private StoreLimits limits = new StoreLimits(1, 5L << 30, 10_000);
    private Confirms confirms = Confirms.FULL_OBJECT;
    private Integrity cutThrough = Integrity.PART;
    private long nowEpochSeconds = 1_800_000_000;
    private int begun;
    private boolean checksumsUnproven;
    private boolean opaqueETags;
    private int named;
    private int held;
    private boolean holding;
    private boolean closed;

    private FakeStore(boolean keeping) {
        this.keeping = keeping;
    }

    /** A store that keeps every byte, and takes parts of any size. */
    public static FakeStore keeping() {
        return new FakeStore(true);
    }

    /** A store that keeps the checksums and throws the bytes away, for objects of any size. */
    public static FakeStore discarding() {
        return new FakeStore(false);
    }

    // What it is to be.

    public FakeStore limits(StoreLimits wanted) {
        return state.get(() -> {
            limits = wanted;
            return this;
        });
    }

    public FakeStore confirms(Confirms wanted) {
        return state.get(() -> {
            confirms = wanted;
            cutThrough = wanted == Confirms.SIZE ? Integrity.SIZE : Integrity.PART;
            return this;
        });
    }

    /** As to a process that has stored nothing there yet: the next that it takes shows whether its checksums are computed. */
    public void checksumsAreUnproven() {
        state.run(() -> checksumsUnproven = true);
    }

    void acknowledged() {
        state.run(() -> checksumsUnproven = false);
    }

    private StoredObject seen(FakeObject object) {
        StoredObject seen = object.seen();
        return new StoredObject(
                seen.sizeBytes(),
                seen.eTag(),
                seen.source(),
                seen.wholeCrc32c(),
                seen.partsConfirmed(),
                !checksumsUnproven);
    }

    /** What it confirms of a part whose checksum is not known beforehand; {@code PART} unless it confirms nothing. */
    public FakeStore cutThrough(Integrity wanted) {
        return state.get(() -> {
            cutThrough = wanted;
            return this;
        });
    }

    /** Parts and objects have names that say nothing of their bytes, and another one each time, as encrypted ones have. */
    public FakeStore opaqueETags() {
        return state.get(() -> {
            opaqueETags = true;
            return this;
        });
    }

    /** What the store's clock says, by which uploads are begun. */
    public void clock(long epochSeconds) {
        state.run(() -> nowEpochSeconds = epochSeconds);
    }

    /** There is no bucket of this name; any other exists. */
    public FakeStore withoutBucket(String bucket) {
        return state.get(() -> {
            missingBuckets.add(bucket);
            return this;
        });
    }

    // What is to go wrong.

    /** Lets the next {@code times} requests of a kind fail. */
    public void fail(Request request, Moment moment, int times, Supplier<? extends TransferException> cause) {
        faults.add(request, FakeFaults.ANY, moment, times, cause);
    }

    /** The same for one of the usual causes. */
    public void fail(Request request, Moment moment, int times, Kind kind) {
        fail(request, moment, times, () -> new StoreException(kind, "The store was told to fail.", "look at the test"));
    }

    /** Lets the next {@code times} attempts at one part fail. */
    public void failPart(int partNumber, Moment moment, int times, Kind kind) {
        faults.add(
                Request.PUT_PART,
                partNumber,
                moment,
                times,
                () -> new StoreException(kind, "The store was told to fail.", "look at the test"));
    }

    /** Does what is asked {@code times} times, and the answer gets lost. */
    public void loseAnswer(Request request, int times) {
        fail(request, Moment.AFTER, times, Kind.NO_ANSWER);
    }

    /** Turns a bit of the next {@code times} bodies of this part; {@link #WHOLE} stands for an object put at once. */
    public void damage(int partNumber, int times) {
        faults.damage(partNumber, times);
    }

    /** Forgets all unfinished uploads, as a lifecycle rule does. */
    public void forgetUploads() {
        state.run(uploads::clear);
    }

    /** From here on, bodies are taken by half and no further, until {@link #release} or an interrupt. */
    public void hold() {
        state.run(() -> holding = true);
    }

    /** Takes what is held. */
    public void release() {
        state.run(() -> {
            holding = false;
            state.signalAll();
        });
    }

    /** Waits until this many bodies are held. */
    public void awaitHeld(int bodies) {
        state.awaitUntil(bodies + " bodies are held", () -> held >= bodies);
    }

    /** Puts an object there, as somebody else would. */
    public void place(ObjectKey key, byte[] bytes) {
        state.run(() -> objects.put(key, FakeObject.foreign(bytes.clone())));
    }

    // What was seen.

    /** The keys of all objects. */
    public Set<ObjectKey> keys() {
        return state.get(() -> Set.copyOf(objects.keySet()));
    }

    /** An object's bytes, if the store keeps any. */
    public Optional<byte[]> bytes(ObjectKey key) {
        return state.get(() -> Optional.ofNullable(objects.get(key)).flatMap(FakeObject::bytes));
    }

    /** The size and checksum of what is really stored, whatever the store confirms. */
    public Optional<StoredObject> stored(ObjectKey key) {
        return state.get(() -> Optional.ofNullable(objects.get(key)).map(FakeObject::real));
    }

    /** How many uploads were begun, and neither completed nor aborted. */
    public int openUploads() {
        return state.get(uploads::size);
    }

    /** Whether an upload is neither completed nor aborted. */
    public boolean hasUpload(String uploadId) {
        return state.get(() -> uploads.containsKey(uploadId));
    }

    /** How many uploads were begun in all. */
    public int begun() {
        return state.get(() -> begun);
    }

    /** How often a part was put, failed attempts included; {@link #WHOLE} for objects put at once. */
    public int attempts(int partNumber) {
        return faults.attempts(partNumber);
    }

    /** How often something was asked, failed requests included. */
    public int requests(Request request) {
        return faults.requests(request);
    }

    // The port.

    @Override
    public StoreLimits limits() {
        return state.get(() -> limits);
    }

    /** None: it answers at once. */
    @Override
    public Duration latency() {
        return Duration.ZERO;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) throws StoreException {
        faults.passPlain(Request.FIND, Moment.BEFORE);
        requireOpen();
        Optional<StoredObject> found =
                state.get(() -> Optional.ofNullable(objects.get(key)).map(this::seen));
        faults.passPlain(Request.FIND, Moment.AFTER);
        return found;
    }

    @Override
    public boolean holds(StoredObject object, PartBody body) {
        return (object.wholeCrc32c().isPresent() && object.checksumComputed())
                ? object.wholeCrc32c().get().equals(body.crc32c())
                : state.get(() -> confirms) == Confirms.PART_MD5
                        && object.eTag().equals(FakeObject.eTag(body.crc32c(), body.lengthBytes()));
    }

    @Override
    public void remove(ObjectKey key, String eTag) throws StoreException {
        faults.passPlain(Request.REMOVE, Moment.BEFORE);
        requireOpen();
        state.run(() ->
                objects.computeIfPresent(key, (same, object) -> object.eTag().equals(eTag) ? null : object));
        faults.passPlain(Request.REMOVE, Moment.AFTER);
    }

    @Override
    public ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body) throws TransferException {
        return put(key, spec, body, () -> false);
    }

    ObjectReceipt put(ObjectKey key, ObjectSpec spec, PartBody body, BooleanSupplier ended) throws TransferException {
        faults.pass(Request.PUT, WHOLE, Moment.BEFORE);
        requireOpen();
        requireBucket(key.bucket());
        if (body.lengthBytes() != spec.sizeBytes()) {
            throw new IllegalArgumentException("a body of " + body.lengthBytes() + " bytes for " + spec);
        }
        FakeIntake intake = take(Request.PUT, WHOLE, body, ended);
        Confirms level = state.get(() -> confirms);
        boolean equal = intake.crc32c().equals(body.crc32c());
        if (!equal && level.compares()) {
            throw IntegrityException.damagedPart("The store received another object than was sent.", null);
        }
        FakeObject object = named(FakeObject.of(intake, spec, level.compares()));
        publish(key, spec, object);
        faults.pass(Request.PUT, WHOLE, Moment.AFTER);
        if (!equal && level == Confirms.PART_MD5) {
            throw IntegrityException.storedDamaged("The ETag is not the MD5 of what was sent.", object.eTag(), null);
        }
        acknowledged();
        return new ObjectReceipt(object.eTag(), level.ofWholeBody());
    }

    @Override
    public Upload begin(ObjectKey key, ObjectSpec spec) throws StoreException {
        faults.passPlain(Request.BEGIN, Moment.BEFORE);
        requireOpen();
        requireBucket(key.bucket());
        FakeUpload upload = state.get(() -> {
            FakeUpload fresh = new FakeUpload(
                    this, new UnfinishedUpload(key, "upload-" + ++begun, nowEpochSeconds), spec, confirms, cutThrough);
            uploads.put(fresh.uploadId(), fresh);
            return fresh;
        });
        faults.passPlain(Request.BEGIN, Moment.AFTER);
        return upload;
    }

    @Override
    public List<UnfinishedUpload> unfinished(String bucket, String prefix) throws StoreException {
        faults.passPlain(Request.LIST_UPLOADS, Moment.BEFORE);
        requireOpen();
        requireBucket(bucket);
        return state.get(() -> uploads.values().stream()
                .map(FakeUpload::listed)
                .filter(upload -> upload.key().bucket().equals(bucket)
                        && upload.key().key().startsWith(prefix))
                .toList());
    }

    @Override
    public List<StoredPart> parts(UnfinishedUpload upload) throws StoreException {
        faults.passPlain(Request.LIST_PARTS, Moment.BEFORE);
        return known(upload).parts();
    }

    @Override
    public Upload resume(UnfinishedUpload upload, ObjectSpec spec) throws StoreException {
        return new FakeUpload(known(upload), spec.noClobber());
    }

    @Override
    public void abort(UnfinishedUpload upload) throws StoreException {
        faults.passPlain(Request.ABORT, Moment.BEFORE);
        end(upload);
        faults.passPlain(Request.ABORT, Moment.AFTER);
    }

    private FakeUpload known(UnfinishedUpload upload) throws StoreException {
        requireOpen();
        FakeUpload known = state.get(() -> uploads.get(upload.uploadId()));
        if (known == null) {
            throw new StoreException(Kind.NO_SUCH_UPLOAD, "There is no upload " + upload.uploadId() + ".", "");
        }
        return known;
    }

    @Override
    public ObjectStore share() {
        return new FakeShare(this);
    }

    @Override
    public void close() {
        List<FakeUpload> open = state.get(() -> {
            closed = true;
            state.signalAll();
            return List.copyOf(uploads.values());
        });
        open.forEach(FakeUpload::interrupt);
    }

    // For FakeUpload.

    long nowEpochSeconds() {
        return state.get(() -> nowEpochSeconds);
    }

    FakeObject named(FakeObject stored) {
        return state.get(() -> opaqueETags ? stored.named("\"opaque-" + ++named + "\"") : stored);
    }

    FakeFaults faults() {
        return faults;
    }

    /** Takes a body, as slowly and as badly as was ordered. */
    FakeIntake take(Request request, int partNumber, PartBody body, BooleanSupplier interrupted)
            throws TransferException {
        FakeIntake intake = new FakeIntake(keeping, body.lengthBytes(), faults.takeDamage(partNumber)) {
            @Override
            void halfway() throws TransferException {
                faults.pass(request, partNumber, Moment.MIDWAY);
                pause(interrupted);
            }

            @Override
            void check() throws TransferException {
                if (interrupted.getAsBoolean() || isClosed()) {
                    // Nothing was taken as a whole, so nothing was done.
                    Kind kind = request == Request.PUT ? Kind.UNREACHABLE : Kind.REJECTED;
                    throw new StoreException(kind, "The request was ended before its answer came.", "");
                }
            }
        };
        try {
            intake.check();
            body.writeTo(intake);
            intake.finish();
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(Kind.NO_ANSWER, "The request broke off.", "try again", e);
        }
        return intake;
    }

    boolean isOpen(UnfinishedUpload upload) {
        return state.get(() -> uploads.containsKey(upload.uploadId()));
    }

    void end(UnfinishedUpload upload) {
        state.run(() -> uploads.remove(upload.uploadId()));
    }

    /** Makes an object visible, in one step with the look whether it may. */
    void publish(ObjectKey key, ObjectSpec spec, FakeObject object) throws StoreException {
        state.lock();
        try {
            if (spec.noClobber() && objects.containsKey(key)) {
                throw new StoreException(Kind.TARGET_EXISTS, key + " exists.", "choose another name");
            }
            objects.put(key, object);
        } finally {
            state.unlock();
        }
    }

    /** Wakes who is held, to look whether it was interrupted. */
    void wake() {
        state.signalAll();
    }

    private void pause(BooleanSupplier interrupted) {
        state.lock();
        try {
            if (!holding) {
                return;
            }
            held++;
            state.signalAll();
            while (holding && !interrupted.getAsBoolean() && !closed) {
                state.awaitSignal();
            }
            held--;
        } finally {
            state.unlock();
        }
    }

    private boolean isClosed() {
        return state.get(() -> closed);
    }

    private void requireOpen() throws StoreException {
        if (isClosed()) {
            throw new StoreException(Kind.UNREACHABLE, "The store was closed.", "");
        }
    }

    private void requireBucket(String bucket) throws StoreException {
        if (state.get(() -> missingBuckets.contains(bucket))) {
            throw new StoreException(Kind.NO_SUCH_BUCKET, "There is no bucket '" + bucket + "'.", "look at the name");
        }
    }
}
