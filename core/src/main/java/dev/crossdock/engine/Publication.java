package dev.crossdock.engine;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The moment when an object becomes visible, which must never be called a success or a failure without knowing. Where
 * the request's fate is unclear, the object itself is asked: it carries the identity of its source, its size and, where
 * the store keeps one, the checksum of all its bytes.
 */
final class Publication {

    /** Nobody can say whether the object is visible. */
    static final class Unclear extends Exception {

        private static final long serialVersionUID = 1L;

        private final TransferException why;
        private final boolean acknowledged;

        private Unclear(TransferException why, boolean acknowledged) {
            super(why);
            this.why = why;
            this.acknowledged = acknowledged;
        }

        /** Whether the store said that the object is there; it only was not found afterwards. */
        boolean acknowledged() {
            return acknowledged;
        }

        TransferException why() {
            return why;
        }
    }

    /**
     * The object is visible.
     *
     * @param acknowledged whether the store said so to the request; if not, the object was found there
     */
    record Published(ObjectReceipt receipt, boolean acknowledged) {}

    /**
     * What is to be published.
     *
     * @param whole the checksum of what was read
     * @param parts the level that the parts' receipts show; of an object stored in one request, nothing yet: {@code SIZE}
     * @param comparison tells from its name whether an object that is found was made of what was sent
     */
    record Wanted(Crc32c whole, Integrity parts, Comparison comparison) {}

    /** Compares an object that nobody acknowledged with what was sent. */
    @FunctionalInterface
    interface Comparison {
        /** The level that is known of it then; empty if its name does not show that it is the same. */
        Optional<Integrity> proven(StoredObject object) throws TransferException;
    }

    private final ObjectStore store;
    private final ObjectKey key;
    private final ObjectSpec spec;
    private final Optional<StoredObject> before;
    private final Recognition recognition;
    private final Retries retries;
    /** What the store acknowledged although it was not what was sent. */
    private final Set<String> wrongETags = new HashSet<>();
    /** A wrong object of this version was seen that no answer named: another transfer may have published it. */
    private boolean wrongSeen;

    /**
     * @param before what was at the key when the transfer began
     */
    Publication(
            ObjectStore store,
            ObjectKey key,
            ObjectSpec spec,
            Optional<StoredObject> before,
            Recognition recognition,
            Retries retries) {
        this.store = store;
        this.key = key;
        this.spec = spec;
        this.before = before;
        this.recognition = recognition;
        this.retries = retries;
    }

    /** What the store's answer to a look at the object means for a request whose fate is unclear. */
    private sealed interface Look {
        /** The object is there, and it is the one that was to be published, or one that shows as much. */
        record Ours(ObjectReceipt receipt) implements Look {}

        /** There is no object, or another one. */
        record NotOurs() implements Look {}

        /**
         * No answer, no permission to look, or an object that can't be told from the one that was there before, or that
         * shows less than is required and may be another transfer's.
         */
        record Unknown() implements Look {}
    }

    /**
     * Sends the request that publishes until it is known what became of it.
     *
     * @throws TransferException if the object is certainly not visible; if it was and is wrong, it has been removed, or
     *     the message says that it may be visible
     * @throws Unclear if it can't be known
     */
    Published publish(String step, Retries.Step<ObjectReceipt> request, Wanted wanted)
            throws TransferException, Unclear {
        Retries.Attempts attempts = retries.of(step);
        // Once an answer was lost, that attempt may still be carried out, whatever a later one is told.
        boolean unclear = false;
        boolean mayHaveRun = false;
        while (true) {
            TransferException failure;
            try {
                ObjectReceipt receipt = request.attempt();
                ObjectReceipt best = new ObjectReceipt(receipt.eTag(), best(receipt.integrity(), wanted.parts));
                return new Published(confirmed(best, wanted.whole), true);
            } catch (StoreException e) {
                failure = e;
                mayHaveRun |= mayHaveRun(e);
                if (mayBeThere(e, attempts)) {
                    Look look = look(wanted);
                    if (look instanceof Look.Ours ours) {
                        return new Published(ours.receipt, false);
                    }
                    unclear |=
                            e.kind() == StoreException.Kind.NO_ANSWER || (look instanceof Look.Unknown && mayHaveRun);
                }
            } catch (IntegrityException e) {
                failure = e;
                mayHaveRun = true;
                e.storedETag().ifPresent(wrongETags::add);
            } catch (TransferException e) {
                failure = e;
            }
            try {
                attempts.pauseAfter(failure);
            } catch (TransferException last) {
                TransferException end = ended(last, wanted.whole);
                if (unclear) {
                    throw new Unclear(end, false);
                }
                throw end;
            }
        }
    }

    /** Whether such a failure may mean that the object is there: by this attempt or an earlier one, or by another transfer. */
    private static boolean mayBeThere(StoreException failure, Retries.Attempts attempts) {
        return switch (failure.kind()) {
            case NO_ANSWER, UNAVAILABLE, NO_SUCH_UPLOAD -> true;
            // versitygw refuses like this while it carries out another transfer's completion of the same upload.
            case REJECTED -> true;
            case AUTHENTICATION, FORBIDDEN, NO_SUCH_BUCKET, PARTS_REPLACED, TARGET_EXISTS, THROTTLED, UNREACHABLE ->
                attempts.failures() > 0;
        };
    }

    /** Whether the store may have carried out a request that it answered so, or not at all. */
    private static boolean mayHaveRun(StoreException failure) {
        return failure.kind() == StoreException.Kind.NO_ANSWER || failure.kind() == StoreException.Kind.UNAVAILABLE;
    }

    private Look look(Wanted wanted) {
        try {
            return judged(store.find(key), wanted);
        } catch (TransferException e) {
            return new Look.Unknown();
        }
    }

    /**
     * Settles an unclear publication after the upload was aborted, so that nothing can publish it any more.
     *
     * @return the receipt if the object is there; empty if it certainly is not
     */
    Optional<ObjectReceipt> settle(Wanted wanted) throws TransferException {
        Look look = judged(retries.evenIfStopped().run("look at the object", () -> store.find(key)), wanted);
        return look instanceof Look.Ours ours ? Optional.of(ours.receipt) : Optional.empty();
    }

    /**
     * What another transfer has published of the same version meanwhile. What was there before and looks the same does
     * not count.
     *
     * @param soon whether it may be about to appear: while versitygw completes an upload, it shows neither the upload nor
     *     its object. Then it is looked for as often as a step is tried: a few seconds, or as long as bytes had been
     *     moving, two minutes at most. It costs less than to move them again
     */
    Optional<StoredObject> byAnother(boolean soon) throws TransferException {
        StoreException notThere = new StoreException(
                StoreException.Kind.NO_ANSWER,
                "The upload is gone, and " + key + " is not there yet.",
                "see whether another transfer completes it, or something aborted it");
        Retries.Step<Optional<StoredObject>> look = () -> {
            Optional<StoredObject> found = store.find(key).filter(object -> !looksAsBefore(object));
            if (found.isEmpty() && soon) {
                throw notThere;
            }
            return found.filter(recognition::showsEnough);
        };
        try {
            return retries.run("look at the object", look);
        } catch (StoreException e) {
            return Optional.empty(); // it became nothing; or this transfer may write but not read
        }
    }

    private Look judged(Optional<StoredObject> found, Wanted wanted) throws TransferException {
        if (found.isEmpty()
                || !recognition.isOfThisVersion(found.get())
                || wrongETags.contains(found.get().eTag())) {
            return new Look.NotOurs();
        }
        StoredObject object = found.get();
        if (object.wholeCrc32c().filter(kept -> !kept.equals(wanted.whole)).isPresent()) {
            wrongSeen |= !looksAsBefore(object); // made of this version meanwhile, and not of its bytes
            return new Look.NotOurs();
        }
        // It may be another transfer's, of whose parts nothing is known here: so it counts for what it shows.
        Optional<Integrity> proven = wanted.comparison.proven(object);
        Integrity level = best(object.shown(), proven.orElse(Integrity.SIZE));
        // Without a checksum, one that was there before and was made from the same version can't be told from ours.
        boolean told = level == Integrity.FULL_OBJECT || !looksAsBefore(object);
        return told && (proven.isPresent() || recognition.suffices(level))
                ? new Look.Ours(new ObjectReceipt(object.eTag(), level))
                : new Look.Unknown();
    }

    private boolean looksAsBefore(StoredObject object) {
        return before.isPresent() && before.get().eTag().equals(object.eTag());
    }

    /** Looks once more at what was acknowledged: its size, and its checksum where the store keeps one. */
    private ObjectReceipt confirmed(ObjectReceipt receipt, Crc32c whole) throws TransferException, Unclear {
        StoreException missing = new StoreException(
                StoreException.Kind.NO_ANSWER,
                "The store acknowledged " + key + " and then did not find it.",
                "look at the object, and run the same command again");
        Retries.Step<StoredObject> look = () -> store.find(key).orElseThrow(() -> missing);
        StoredObject found;
        try {
            // More than once: versitygw takes an object away for a moment while another transfer's replaces it.
            found = retries.evenIfStopped().run("look at the object", look);
        } catch (TransferException e) {
            if (!e.equals(missing)) {
                return receipt; // may write but not read, or the store is gone now: the acknowledgement stands
            }
            found = patiently(look, missing);
        }
        if (!found.eTag().equals(receipt.eTag())) {
            return receipt; // somebody replaced it meanwhile; ours was acknowledged
        }
        if (found.sizeBytes() != spec.sizeBytes()) {
            throw wrong(found, "has " + found.sizeBytes() + " bytes instead of " + spec.sizeBytes());
        }
        if (found.wholeCrc32c().isEmpty()) {
            return receipt;
        }
        if (!found.wholeCrc32c().get().equals(whole)) {
            throw wrong(
                    found, "has the CRC32C " + found.wholeCrc32c().get().base64() + " instead of " + whole.base64());
        }
        // A checksum that the store may only repeat proves nothing.
        return found.checksumComputed() ? new ObjectReceipt(found.eTag(), Integrity.FULL_OBJECT) : receipt;
    }

    /** versitygw acknowledges what another transfer's completion of the same upload is still at work on, for seconds. */
    private StoredObject patiently(Retries.Step<StoredObject> look, StoreException missing) throws Unclear {
        try {
            return retries.run("look at the object", look);
        } catch (TransferException e) {
            if (!e.equals(missing)) {
                missing.addSuppressed(e);
            }
            throw new Unclear(missing, true); // it was seen not to be there, whatever came then
        }
    }

    /** What a failure means for a wrong object: only one that was acknowledged to us is ours to remove. */
    private TransferException ended(TransferException last, Crc32c whole) {
        if (!wrongETags.isEmpty()) {
            return withdrawn(last, whole);
        }
        return wrongSeen ? maybeVisible(String.valueOf(last.getMessage()), last) : last;
    }

    private IntegrityException wrong(StoredObject found, String what) {
        return IntegrityException.publishedWrong(
                "The object " + key + " was stored and " + what + ".", found.eTag(), null);
    }

    /**
     * The store took the object wrong, and it carries the identity of its source nevertheless: nobody shall read it, nor
     * take it for the file later. It is removed if it is still that one.
     */
    private IntegrityException withdrawn(TransferException last, Crc32c whole) {
        String what = "The store took " + key + " wrong: " + last.getMessage();
        try {
            return retries.evenIfStopped().run("remove the wrong object", () -> withdrawOnce(what, last, whole));
        } catch (TransferException e) {
            IntegrityException end = maybeVisible(what, last);
            end.addSuppressed(e);
            return end;
        }
    }

    private IntegrityException withdrawOnce(String what, TransferException last, Crc32c whole) throws StoreException {
        Optional<StoredObject> there = store.find(key);
        if (there.filter(object -> isWrong(object, whole)).isPresent()) {
            store.remove(key, there.get().eTag());
            return IntegrityException.ofObject(
                    what + " It was removed again.",
                    "copy again; something between here and the store alters data",
                    last);
        }
        if (there.filter(recognition::isOfThisVersion).isPresent()) {
            return maybeVisible(what, last); // right or wrong: it is none that was seen to be wrong
        }
        return IntegrityException.ofObject(
                what + " It is not there any more.",
                "copy again; something between here and the store alters data",
                last);
    }

    private boolean isWrong(StoredObject object, Crc32c whole) {
        // What was wrong may have been the answer alone.
        return wrongETags.contains(object.eTag()) && !object.wholeCrc32c().equals(Optional.of(whole));
    }

    private static IntegrityException maybeVisible(String what, TransferException last) {
        return IntegrityException.ofObject(
                what + " An object may be visible that is not the file.",
                "look at the object; remove it if it is there, or copy again with --always",
                last);
    }

    private static Integrity best(Integrity one, Integrity other) {
        return one.satisfies(other) ? one : other;
    }
}
