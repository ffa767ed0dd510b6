package dev.crossdock.testkit;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoreLimits;
import dev.crossdock.StoredObject;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** An upload in parts to a {@link FakeStore}. */
final class FakeUpload implements Upload {

    private final FakeStore store;
    private final UnfinishedUpload listed;
    private final ObjectSpec spec;
    private final Confirms confirms;
    private final Integrity cutThrough;
    private final Map<Integer, FakeObject> parts;
    private final Map<Integer, Long> storedAt;
    private volatile boolean interrupted;

    FakeUpload(FakeStore store, UnfinishedUpload listed, ObjectSpec spec, Confirms confirms, Integrity cutThrough) {
        this.store = store;
        this.listed = listed;
        this.spec = spec;
        this.confirms = confirms;
        this.cutThrough = cutThrough;
        this.parts = new ConcurrentHashMap<>();
        this.storedAt = new ConcurrentHashMap<>();
    }

    /** The same upload, in the hands of somebody else, who may or may not replace an object. */
    FakeUpload(FakeUpload begun, boolean noClobber) {
        this.store = begun.store;
        this.listed = begun.listed;
        ObjectSpec stamped = begun.spec;
        this.spec = new ObjectSpec(stamped.source(), stamped.sizeBytes(), noClobber, stamped.partsConfirmed());
        this.confirms = begun.confirms;
        this.cutThrough = begun.cutThrough;
        this.parts = begun.parts;
        this.storedAt = begun.storedAt;
    }

    UnfinishedUpload listed() {
        return listed;
    }

    /** What the store says of the parts it has. */
    List<StoredPart> parts() {
        return parts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(part -> new StoredPart(
                        part.getKey(),
                        part.getValue().sizeBytes(),
                        part.getValue().eTag(),
                        confirms.compares() ? Optional.of(part.getValue().crc32c()) : Optional.empty(),
                        OptionalLong.of(storedAt.getOrDefault(part.getKey(), 0L))))
                .toList();
    }

    @Override
    public String uploadId() {
        return listed.uploadId();
    }

    @Override
    public Integrity cutThroughIntegrity() {
        return cutThrough;
    }

    @Override
    public PartReceipt put(PartRange part, PartBody body) throws TransferException {
        StoreLimits limits = store.limits();
        store.faults().pass(Request.PUT_PART, part.partNumber(), Moment.BEFORE);
        requireOpen();
        if (part.partNumber() > limits.maxParts() || part.length() > limits.maxPartBytes()) {
            throw new StoreException(Kind.REJECTED, part + " is outside of the store's limits.", "plan otherwise");
        }
        if (body.lengthBytes() != part.length()) {
            throw new IllegalArgumentException("a body of " + body.lengthBytes() + " bytes for " + part);
        }
        Integrity level = body.held() ? confirms.ofPart() : cutThrough;
        FakeIntake intake = store.take(Request.PUT_PART, part.partNumber(), body, () -> interrupted);
        boolean damaged = level != Integrity.SIZE && !intake.crc32c().equals(body.crc32c());
        if (damaged && confirms.compares()) {
            throw IntegrityException.damagedPart("The store received another part than was sent.", null);
        }
        requireOpen();
        FakeObject stored = store.named(FakeObject.of(intake, null, confirms.compares()));
        parts.put(part.partNumber(), stored);
        storedAt.put(part.partNumber(), store.nowEpochSeconds());
        store.faults().pass(Request.PUT_PART, part.partNumber(), Moment.AFTER);
        if (damaged) {
            throw IntegrityException.damagedPart("The ETag is not the MD5 of what was sent.", null);
        }
        store.acknowledged();
        return new PartReceipt(part, stored.eTag(), body.crc32c(), level);
    }

    @Override
    public ObjectReceipt complete(List<PartReceipt> receipts, Crc32c whole) throws TransferException {
        store.faults().pass(Request.COMPLETE, FakeFaults.ANY, Moment.BEFORE);
        store.faults().pass(Request.COMPLETE, FakeFaults.ANY, Moment.MIDWAY);
        requireOpen();
        FakeObject object = store.named(FakeObject.of(chosen(receipts), spec, confirms == Confirms.FULL_OBJECT));
        if (object.sizeBytes() != spec.sizeBytes()) {
            throw new StoreException(Kind.REJECTED, "The parts have not the size that was announced.", "");
        }
        if (confirms == Confirms.FULL_OBJECT && !object.crc32c().equals(whole)) {
            throw IntegrityException.ofObject("The parts put together have another checksum.", "try again", null);
        }
        store.publish(listed.key(), spec, object);
        store.end(listed);
        store.faults().pass(Request.COMPLETE, FakeFaults.ANY, Moment.AFTER);
        return new ObjectReceipt(
                object.eTag(), confirms == Confirms.FULL_OBJECT ? Integrity.FULL_OBJECT : Integrity.SIZE);
    }

    @Override
    public Optional<PartReceipt> compare(PartRange part, StoredPart stored, PartBody body) throws TransferException {
        FakeObject there = parts.get(part.partNumber());
        try {
            body.writeTo(OutputStream.nullOutputStream());
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written anywhere", e);
        }
        boolean same = there != null
                && confirms != Confirms.SIZE
                && there.eTag().equals(stored.eTag())
                && there.crc32c().equals(body.crc32c());
        return same
                ? Optional.of(new PartReceipt(part, stored.eTag(), body.crc32c(), Integrity.PART))
                : Optional.empty();
    }

    @Override
    public boolean became(StoredObject object, List<PartReceipt> receipts) {
        return object.eTag()
                .equals(FakeObject.derivedETag(
                        receipts.stream().map(PartReceipt::eTag).toList()));
    }

    @Override
    public void interrupt() {
        interrupted = true;
        store.wake();
    }

    @Override
    public boolean abort() throws StoreException {
        store.faults().passPlain(Request.ABORT, Moment.BEFORE);
        boolean wasThere = store.isOpen(listed);
        store.end(listed);
        store.faults().passPlain(Request.ABORT, Moment.AFTER);
        return wasThere;
    }

    private List<FakeObject> chosen(List<PartReceipt> receipts) throws StoreException {
        StoreLimits limits = store.limits();
        List<FakeObject> chosen = new ArrayList<>();
        int last = 0;
        for (PartReceipt receipt : receipts) {
            PartRange range = receipt.part();
            FakeObject part = parts.get(range.partNumber());
            boolean isLast = chosen.size() == receipts.size() - 1;
            if (part != null && !part.eTag().equals(receipt.eTag())) {
                throw new StoreException(Kind.PARTS_REPLACED, "Somebody else put " + range + ".", "");
            }
            if (part == null || range.partNumber() <= last || (!isLast && part.sizeBytes() < limits.minPartBytes())) {
                throw new StoreException(Kind.REJECTED, "The store refuses the list at " + range + ".", "");
            }
            last = range.partNumber();
            chosen.add(part);
        }
        return chosen;
    }

    private void requireOpen() throws StoreException {
        if (!store.isOpen(listed)) {
            throw new StoreException(Kind.NO_SUCH_UPLOAD, "There is no upload " + uploadId() + ".", "start over");
        }
    }
}
