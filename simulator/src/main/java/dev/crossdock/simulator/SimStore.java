package dev.crossdock.simulator;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoredObject;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The simulated store's own side: what it holds, and what each request does to that in one step. It remembers all that
 * ever became visible.
 */
final class SimStore {

    private final World world;
    private final StoreTraits traits;
    private final Map<ObjectKey, Publication> objects = new LinkedHashMap<>();
    private final Map<String, ServerUpload> uploads = new LinkedHashMap<>();
    private final List<Publication> history = new ArrayList<>();
    private int names;

    SimStore(World world, StoreTraits traits) {
        this.world = world;
        this.traits = traits;
    }

    StoreTraits traits() {
        return traits;
    }

    List<Publication> history() {
        return history;
    }

    Map<String, ServerUpload> uploads() {
        return uploads;
    }

    // What happens to it.

    /** A lifecycle rule ends all that is unfinished. */
    void forgetUploads() {
        world.simulation().log(() -> "the store forgets " + uploads.keySet());
        uploads.clear();
    }

    /** Somebody else's upload appears. */
    ServerUpload plant(ObjectKey key, ObjectSpec spec) {
        return begin(key, spec, null);
    }

    String eTag(Intake intake) {
        return eTag(intake.arrived(), "");
    }

    String eTag(Crc32c crc32c, String suffix) {
        return traits.opaqueETags() ? "\"opaque-" + ++names + "\"" : "\"%08x%s\"".formatted(crc32c.value(), suffix);
    }

    // What is asked of it.

    Optional<StoredObject> find(ObjectKey key, RunRecord run) throws StoreException {
        if (!traits.mayRead()) {
            throw run.fault(new StoreException(Kind.FORBIDDEN, "These credentials may not read.", ""));
        }
        Publication object = objects.get(key);
        return object == null ? Optional.empty() : Optional.of(object.seen(keepsWhole(object)));
    }

    private boolean keepsWhole(Publication object) {
        return traits.level() == StoreTraits.Level.FULL_OBJECT
                || (traits.level().compares() && object.inOneRequest());
    }

    /** Whether an object's name says that it holds these bytes. */
    boolean names(String eTag, Crc32c crc32c) {
        return traits.level() == StoreTraits.Level.PART_MD5 && eTag.equals(eTag(crc32c, ""));
    }

    /** Removes an object if it has this name. */
    boolean remove(ObjectKey key, String eTag, RunRecord run) {
        Publication object = objects.get(key);
        if (object == null || !object.eTag().equals(eTag)) {
            return false;
        }
        objects.remove(key);
        world.simulation().log(() -> run + " removes " + eTag);
        if (run.versionsSeen().stream().anyMatch(object::holds)) {
            run.violated("removed an object that is right: " + object);
        }
        return true;
    }

    /** Whether an object is visible now. */
    boolean shows(Publication object) {
        return object.equals(objects.get(object.key()));
    }

    ObjectReceipt put(ObjectKey key, ObjectSpec spec, Intake intake, RunRecord run) throws TransferException {
        requireUndamaged(intake);
        Segment all = intake.segment(eTag(intake), traits.level().compares());
        publish(new Publication(key, spec.source(), List.of(all), all.eTag(), run, true, false), spec);
        return new ObjectReceipt(
                all.eTag(),
                switch (traits.level()) {
                    case FULL_OBJECT, PART_CHECKSUM -> Integrity.FULL_OBJECT;
                    case PART_MD5 -> Integrity.PART;
                    case SIZE -> Integrity.SIZE;
                });
    }

    private void requireUndamaged(Intake intake) throws IntegrityException {
        if (traits.level().compares() && !intake.arrived().equals(intake.sent())) {
            throw IntegrityException.damagedPart("The store received something else than was sent.", null);
        }
    }

    ServerUpload begin(ObjectKey key, ObjectSpec spec, @Nullable RunRecord run) {
        UnfinishedUpload listed =
                new UnfinishedUpload(key, "upload-" + ++names, world.epochSeconds() + traits.skewSeconds());
        ServerUpload upload =
                new ServerUpload(listed, spec, run, world.simulation().nowNanos());
        uploads.put(upload.id(), upload);
        return upload;
    }

    List<UnfinishedUpload> unfinished(String bucket, String prefix, RunRecord run) throws StoreException {
        return switch (traits.listing()) {
            case FORBIDDEN -> throw run.fault(new StoreException(Kind.FORBIDDEN, "May not list uploads.", ""));
            case REJECTED -> throw run.fault(new StoreException(Kind.REJECTED, "Can't list uploads.", ""));
            case EMPTY -> List.of();
            case WORKS ->
                uploads.values().stream()
                        .map(ServerUpload::listed)
                        .filter(upload -> upload.key().bucket().equals(bucket)
                                && upload.key().key().startsWith(prefix))
                        .toList();
        };
    }

    List<StoredPart> parts(String uploadId, RunRecord run) throws StoreException {
        return known(uploadId, run).stored(traits.listsChecksums());
    }

    ServerUpload known(String uploadId, RunRecord run) throws StoreException {
        ServerUpload upload = uploads.get(uploadId);
        if (upload == null) {
            run.vanished(uploadId);
            throw new StoreException(Kind.NO_SUCH_UPLOAD, "There is no upload " + uploadId + ".", "");
        }
        return upload;
    }

    Segment putPart(String uploadId, int partNumber, boolean compared, Intake intake, RunRecord run)
            throws TransferException {
        ServerUpload upload = known(uploadId, run);
        if (compared) {
            requireUndamaged(intake);
        }
        Segment part = intake.segment(eTag(intake), compared && traits.level().compares());
        upload.put(partNumber, part);
        if (upload.isSharedBy(run)) {
            run.shares();
        }
        return part;
    }

    /**
     * @param damages whether a bit is turned while the parts are put together
     */
    Publication complete(String uploadId, List<PartReceipt> receipts, Crc32c whole, boolean damages, RunRecord run)
            throws TransferException {
        ServerUpload upload = known(uploadId, run);
        List<Segment> chosen = new ArrayList<>();
        int last = 0;
        for (PartReceipt receipt : receipts) {
            int number = receipt.part().partNumber();
            Segment part = upload.parts().get(number);
            boolean isLast = chosen.size() == receipts.size() - 1;
            if (part == null
                    || !part.eTag().equals(receipt.eTag())
                    || number <= last
                    || (!isLast && part.length() < traits.limits().minPartBytes())) {
                if (upload.wasReplaced(number)) {
                    run.replaced(uploadId);
                    throw new StoreException(Kind.PARTS_REPLACED, "Others put part " + number + ".", "");
                }
                throw new StoreException(Kind.REJECTED, "Refuses the list at part " + number, "");
            }
            last = number;
            chosen.add(part);
        }
        if (damages) {
            run.damaged();
            chosen.set(0, chosen.getFirst().turned());
        }
        String eTag = eTag(whole, "-" + chosen.size() + (damages ? "-" + ++names : ""));
        Publication object = new Publication(
                upload.key(),
                upload.spec().source(),
                chosen,
                eTag,
                run,
                false,
                upload.spec().partsConfirmed());
        if (traits.checksSize() && object.sizeBytes() != upload.spec().sizeBytes()) {
            throw new StoreException(Kind.REJECTED, "The parts have not the size that was announced.", "");
        }
        boolean compares = traits.level() == StoreTraits.Level.FULL_OBJECT && traits.comparesWhole();
        if (compares && !object.crc32c().equals(whole)) {
            throw IntegrityException.ofObject("The parts put together have another checksum.", "", null);
        }
        publish(object, upload.spec());
        uploads.remove(uploadId);
        return object;
    }

    /** Ends an upload, and has it noted if it was somebody else's. Returns whether it was there. */
    boolean abort(String uploadId, RunRecord run) {
        ServerUpload upload = uploads.remove(uploadId);
        if (upload == null) {
            return false;
        }
        if (run.knowsOnlyThatReplaced(uploadId) && !traits.listsChecksums()) {
            run.violated("aborted " + uploadId + ", to which somebody else puts the same parts for all that is known");
        }
        if (run.equals(upload.begunBy())) {
            return true;
        }
        RunRecord other = upload.begunBy();
        boolean alive = other != null && !other.process().dead() && other.outcome() == null;
        boolean mayBeItsOwn = upload.parts().isEmpty() && run.failures(Request.BEGIN) > 0;
        if (run.adopted(uploadId)) {
            run.abortsOfOther(uploadId);
        } else if (!mayBeItsOwn) {
            run.violated("aborted " + uploadId + ", which " + (alive ? "is in use by " : "was begun by ") + other);
        }
        return true;
    }

    private void publish(Publication object, ObjectSpec spec) throws StoreException {
        if (spec.noClobber() && objects.containsKey(object.key())) {
            throw new StoreException(Kind.TARGET_EXISTS, object.key() + " exists.", "");
        }
        objects.put(object.key(), object);
        history.add(object);
        world.simulation().log(() -> object.by() + " publishes " + object.sizeBytes() + " bytes " + object.eTag());
    }
}
