package dev.crossdock.engine;

import dev.crossdock.CancelledException;
import dev.crossdock.IntegrityException;
import dev.crossdock.KeptUpload;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PlanException;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a transfer may leave at the store: an upload that is kept to be resumed, and uploads that were begun without
 * an answer. Used by the transfer's own thread.
 *
 * <p>A listing says nothing of an upload but its key, its name and when it was begun; so one whose Create got lost can't
 * be told by itself from one that somebody else began in the same moment. It is aborted only if it was not there before,
 * was begun no later than the one that got an answer, and has no part when the transfer is over.
 */
final class Leftovers {

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final ObjectStore store;
    private final ObjectKey target;
    private final Retries retries;
    private Optional<Set<String>> namesBefore = Optional.empty();
    private long begunBeforeEpochSeconds = UNKNOWN;
    private int lostCreates;
    private @Nullable KeptUpload kept;

    Leftovers(ObjectStore store, ObjectKey target, Retries retries) {
        this.store = store;
        this.target = target;
        this.retries = retries;
    }

    /** Lists the unfinished uploads of the target. Called before any is begun. */
    List<UnfinishedUpload> listBefore() throws TransferException {
        List<UnfinishedUpload> listed = retries.run("list the unfinished uploads", this::list);
        Set<String> names = new HashSet<>();
        listed.forEach(upload -> names.add(upload.uploadId()));
        namesBefore = Optional.of(names);
        return listed;
    }

    private List<UnfinishedUpload> list() throws StoreException {
        return store.unfinished(target.bucket(), target.key()).stream()
                .filter(upload -> upload.key().equals(target))
                .toList();
    }

    /** Begins an upload, again if that fails. */
    Upload begin(ObjectStore through, ObjectSpec spec) throws TransferException {
        Upload upload = retries.run("begin the upload", () -> {
            try {
                return through.begin(target, spec);
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.NO_ANSWER || e.kind() == StoreException.Kind.UNAVAILABLE) {
                    lostCreates++;
                }
                throw e;
            }
        });
        if (lostCreates > 0) {
            noteWhenBegun(upload);
        }
        return upload;
    }

    private void noteWhenBegun(Upload answered) throws TransferException {
        try {
            begunBeforeEpochSeconds = list().stream()
                    .filter(upload -> upload.uploadId().equals(answered.uploadId()))
                    .mapToLong(UnfinishedUpload::initiatedEpochSeconds)
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (StoreException e) {
            begunBeforeEpochSeconds = UNKNOWN;
        }
    }

    /** An upload of this version is there, with parts that can be gone on with. */
    void kept(KeptUpload upload) {
        kept = upload;
    }

    /** The same, if it is: a store that cuts connections may have ended the upload without being heard. */
    void keptIfThere(KeptUpload upload) {
        try {
            boolean unused = store.parts(new UnfinishedUpload(target, upload.uploadId(), 0))
                    .isEmpty();
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.NO_SUCH_UPLOAD) {
                nothingKept();
                return;
            }
        }
        kept(upload);
    }

    void nothingKept() {
        kept = null;
    }

    /** What the same transfer will go on with, after it failed like this. */
    Optional<KeptUpload> keptAfter(TransferException failure) {
        return saysNothingAgainstParts(failure) ? Optional.ofNullable(kept) : Optional.empty();
    }

    /**
     * An upload that was found, and is of no use after such a failure. It was not aborted, for no part of it was shown to
     * be this file's before that.
     */
    Optional<StoreException> uselessAfter(TransferException failure) {
        if (kept == null || saysNothingAgainstParts(failure)) {
            return Optional.empty();
        }
        return Optional.of(new StoreException(
                StoreException.Kind.REJECTED,
                "The upload " + kept.uploadId() + " of " + target
                        + " was found there and is left alone: whose it is was not known yet when the transfer failed.",
                "see crossdock cleanup, or let a lifecycle rule of the bucket do it"));
    }

    /** Whether what is stored is of use later: unless the source, the store's copy of it or the whole idea was wrong. */
    static boolean saysNothingAgainstParts(TransferException failure) {
        return switch (failure) {
            case CancelledException cancelled -> true;
            case StoreException store ->
                switch (store.kind()) {
                    case NO_SUCH_UPLOAD, TARGET_EXISTS -> false;
                    case AUTHENTICATION,
                            FORBIDDEN,
                            NO_SUCH_BUCKET,
                            PARTS_REPLACED,
                            REJECTED,
                            THROTTLED,
                            UNAVAILABLE,
                            UNREACHABLE,
                            NO_ANSWER -> true;
                };
            // One that can be read only once is gone by now: its parts are all that there is of it.
            case SourceException source -> source.kind() != SourceException.Kind.CHANGED;
            case IntegrityException integrity -> false;
            case PlanException plan -> true; // asked otherwise, the same file goes on
        };
    }

    /**
     * Aborts what was begun without an answer.
     *
     * @throws TransferException if such an upload may be left
     */
    void sweep() throws TransferException {
        if (lostCreates == 0) {
            return;
        }
        if (namesBefore.isEmpty()) {
            throw mayBeLeft("uploads can't be listed there");
        }
        Retries patient = retries.evenIfStopped();
        List<UnfinishedUpload> suspects = patient.run("list the unfinished uploads", this::list).stream()
                .filter(upload -> !namesBefore.get().contains(upload.uploadId()))
                .filter(upload ->
                        begunBeforeEpochSeconds == UNKNOWN || upload.initiatedEpochSeconds() <= begunBeforeEpochSeconds)
                .filter(upload -> kept == null || !kept.uploadId().equals(upload.uploadId()))
                .toList();
        if (!suspects.isEmpty() && begunBeforeEpochSeconds == UNKNOWN) {
            throw mayBeLeft("it can't be told from what others began meanwhile");
        }
        for (UnfinishedUpload suspect : suspects) {
            patient.run("abort an upload that was begun without an answer", () -> {
                abortIfEmpty(suspect);
                return suspect;
            });
        }
    }

    private StoreException mayBeLeft(String why) {
        return new StoreException(
                StoreException.Kind.NO_ANSWER,
                "The store was asked to begin an upload of " + target + " and did not answer, so one may be there; "
                        + why + ".",
                "see crossdock cleanup, or let a lifecycle rule of the bucket do it");
    }

    /**
     * No transfer goes on with an upload that has no part ({@link StoredLayout}), so nobody but who began this one can put
     * the first. If that is another transfer, the part may come between the two requests, and S3 has no abort under a
     * condition: that transfer then learns that its upload is gone, and starts over once.
     */
    private void abortIfEmpty(UnfinishedUpload suspect) throws StoreException {
        try {
            if (store.parts(suspect).isEmpty()) {
                store.abort(suspect);
            }
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.NO_SUCH_UPLOAD) {
                throw e;
            }
        }
    }
}
