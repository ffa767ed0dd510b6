package dev.crossdock.simulator;

import dev.crossdock.CancelledException;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.PlanException;
import dev.crossdock.Resume;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.TransferOutcome.Unconfirmed;
import dev.crossdock.TransferReceipt;
import java.util.List;
import java.util.Optional;

/** The promise, compared by content with what really is at the store once a run is over and nothing is on its way. */
final class Promise {

    private final Simulation simulation;
    private final SimStore store;

    Promise(Simulation simulation, SimStore store) {
        this.simulation = simulation;
        this.store = store;
    }

    static String word(RunRecord run) {
        TransferOutcome outcome = run.outcome();
        return switch (outcome) {
            case null -> "died";
            case Completed completed -> completed.receipt().partsResumed() > 0 ? "resumed" : "completed";
            case AlreadyThere there -> "already-there";
            case Failed failed -> (failed.kept().isPresent() ? "kept:" : "failed:") + cause(failed.cause());
            case Unconfirmed unconfirmed -> "unconfirmed";
        };
    }

    private static String cause(TransferException cause) {
        return switch (cause) {
            case SourceException source -> source.kind().name();
            case StoreException refused -> refused.kind().name();
            case IntegrityException integrity -> "integrity";
            case PlanException plan -> "plan";
            case CancelledException cancelled -> "cancelled";
        };
    }

    void check(RunRecord run) {
        for (Publication object : store.history()) {
            if (object.by().equals(run)) {
                checkPublished(object, run);
            }
        }
        TransferOutcome outcome = run.outcome();
        switch (outcome) {
            case null -> {
                if (!run.process().dead()) {
                    run.violated("ended without an outcome");
                }
                return;
            }
            case Completed completed -> checkReceipt(completed.receipt(), run);
            case AlreadyThere there -> checkThere(there, run);
            case Failed failed -> checkFailed(failed, run);
            case Unconfirmed unconfirmed -> checkUnconfirmed(unconfirmed.cause(), run);
        }
        checkLeftovers(run, outcome);
        checkAborts(run, outcome);
    }

    /** The command in fine weather, with nobody in its way. */
    void checkLast(RunRecord run) {
        TransferOutcome outcome = run.outcome();
        boolean there = outcome instanceof Failed failed
                && failed.cause() instanceof StoreException refused
                && refused.kind() == StoreException.Kind.TARGET_EXISTS
                && run.spec().noClobber();
        if (!(outcome instanceof Completed) && !(outcome instanceof AlreadyThere) && !there) {
            run.violated("did not succeed although nothing was in its way: " + outcome);
        }
    }

    // What is visible.

    private void checkPublished(Publication object, RunRecord run) {
        Optional<FileVersion> version = version(object, run);
        if (version.isPresent() && object.holds(version.get())) {
            return;
        }
        TransferOutcome outcome = run.outcome();
        boolean said = switch (outcome) {
            case null -> true;
            case Completed completed -> completed.receipt().integrity() == Integrity.SIZE || isGone(object);
            case AlreadyThere there -> isGone(object);
            case Failed failed -> saysVisible(failed.cause()) || isGone(object);
            case Unconfirmed unconfirmed -> true;
        };
        if (!object.damaged() || !said) {
            run.violated("published a wrong object as " + version + ": " + object.segments() + ", " + outcome);
        }
    }

    /** Whether it was removed or replaced. */
    private boolean isGone(Publication object) {
        return !store.shows(object);
    }

    private static Optional<FileVersion> version(Publication object, RunRecord run) {
        return run.file().versions().stream()
                .filter(each -> each.identity().equals(object.source()))
                .findFirst();
    }

    private void checkReceipt(TransferReceipt receipt, RunRecord run) {
        Optional<Publication> published = store.history().stream()
                .filter(object -> object.key().equals(run.key())
                        && object.eTag().equals(receipt.eTag())
                        && run.versionsSeen().stream()
                                .anyMatch(version -> version.identity().equals(object.source())))
                .reduce((first, second) -> second);
        if (published.isEmpty()) {
            run.violated("completed an object that was never published: " + receipt);
            return;
        }
        Publication object = published.get();
        FileVersion version = version(object, run).orElseThrow();
        if (receipt.bytes() != version.sizeBytes() || !receipt.crc32c().equals(version.crc32c())) {
            run.violated("has a receipt that is not of " + version + ": " + receipt);
        }
        boolean right = object.holds(version);
        if (!right && (receipt.integrity() != Integrity.SIZE || !object.damaged())) {
            run.violated("calls a wrong object right: " + receipt);
        }
        if (!receipt.integrity().satisfies(run.spec().required())) {
            run.violated("reached less than was required: " + receipt);
        }
        if (receipt.integrity().compareTo(most(object)) > 0) {
            run.violated("claims " + receipt.integrity() + " of a store that confirms " + most(object));
        }
        if (!object.by().equals(run)
                && store.traits().opaqueETags()
                && receipt.integrity() == Integrity.PART
                && !object.partsConfirmed()) {
            run.violated("claims of another's object what it knows of its own parts alone: " + receipt);
        }
        if (object.by().equals(run) && receipt.parts() != object.segments().size()) {
            run.violated(
                    "says " + receipt.parts() + " parts of " + object.segments().size());
        }
    }

    /** The most that this store can have confirmed. */
    private Integrity most(Publication object) {
        StoreTraits traits = store.traits();
        return switch (traits.level()) {
            case FULL_OBJECT -> Integrity.FULL_OBJECT;
            case PART_CHECKSUM -> object.inOneRequest() ? Integrity.FULL_OBJECT : Integrity.PART;
            case PART_MD5 -> Integrity.PART;
            case SIZE -> Integrity.SIZE;
        };
    }

    private void checkThere(AlreadyThere there, RunRecord run) {
        boolean isThere = store.history().stream()
                .filter(object -> object.key().equals(run.key())
                        && object.eTag().equals(there.object().eTag()))
                .anyMatch(object -> run.versionsSeen().stream()
                        .anyMatch(version -> version.identity().equals(object.source())
                                && (object.holds(version) || isPastKnowing(object, run))));
        if (!isThere) {
            run.violated("took an object for the file that is wrong or not there: " + there);
        }
    }

    /**
     * Whether nobody can tell any more that an object is wrong: where no more than its size was to be compared, or where
     * the store put right parts together wrong, keeps a checksum of that, and whoever should have seen it died.
     */
    private boolean isPastKnowing(Publication object, RunRecord run) {
        if (!object.damaged()) {
            return false;
        }
        TransferOutcome published = object.by().outcome();
        boolean seenByNobody = published == null
                || published instanceof Unconfirmed
                || (published instanceof Failed failed && saysVisible(failed.cause()));
        return run.spec().required() == Integrity.SIZE
                || (!object.inOneRequest() && store.traits().level() == StoreTraits.Level.FULL_OBJECT && seenByNobody);
    }

    // What is not.

    private void checkFailed(Failed failed, RunRecord run) {
        boolean published =
                store.history().stream().anyMatch(object -> object.by().equals(run) && store.shows(object));
        if (published && !saysVisible(failed.cause())) {
            run.violated("failed, and yet its object is visible: " + Verdict.trace(failed.cause()));
        }
        checkJustified(failed.cause(), run);
        failed.kept().ifPresent(kept -> {
            if (kept.partsStored() < 1 || kept.partsStored() > kept.parts()) {
                run.violated("keeps an upload of no use: " + kept);
            }
        });
    }

    private static boolean saysVisible(TransferException cause) {
        return cause instanceof IntegrityException
                && (cause.getMessage() + cause.hint()).contains("visible")
                && !(cause.getMessage() + cause.hint()).contains("nothing");
    }

    /** Nobody can say: so something must have got lost, and be it before an upload that was used up meanwhile. */
    private void checkUnconfirmed(TransferException cause, RunRecord run) {
        boolean goneAfterALostAnswer = cause instanceof StoreException refused
                && (refused.kind() == StoreException.Kind.NO_SUCH_UPLOAD
                        || refused.kind() == StoreException.Kind.PARTS_REPLACED)
                && run.failures(Request.COMPLETE) > 1;
        if (!goneAfterALostAnswer) {
            checkJustified(cause, run);
        }
    }

    /** A run may fail only for a reason that the simulation gave it. */
    private void checkJustified(TransferException cause, RunRecord run) {
        StoreTraits traits = store.traits();
        boolean justified = run.isFault(cause)
                || switch (cause) {
                    case CancelledException cancelled -> run.wasCancelled();
                    case SourceException source ->
                        source.kind() == SourceException.Kind.CHANGED
                                && run.versionsSeen().size() > 1;
                    case IntegrityException integrity ->
                        run.damages() > 0
                                // Seen only by a look at the object: its ETag is not compared.
                                || (!traits.level().compares() && run.failures(Request.PUT) > 0)
                                || (run.spec().required() != Integrity.SIZE
                                        && (traits.level() == StoreTraits.Level.SIZE || !traits.confirmsCutThrough()));
                    case PlanException plan ->
                        (run.isInOrder() && run.isTooLargeToHold())
                                || !traits.confirmsCutThrough()
                                || store.traits().limits().maxParts() < 100;
                    case StoreException refused ->
                        switch (refused.kind()) {
                            case TARGET_EXISTS -> run.spec().noClobber();
                            case NO_SUCH_UPLOAD, PARTS_REPLACED ->
                                run.vanished() > 1 || run.isInOrder() || !traits.mayRead();
                            default -> false;
                        };
                };
        if (!justified) {
            run.violated("failed for no reason: " + Verdict.trace(cause));
        }
    }

    // What is left.

    private void checkLeftovers(RunRecord run, TransferOutcome outcome) {
        for (ServerUpload upload : store.uploads().values()) {
            if (run.equals(upload.begunBy()) && !isAccountedFor(upload, run, outcome)) {
                run.violated("left " + upload.id() + " (answered: " + upload.answered() + ") and says nothing of it: "
                        + outcome);
            }
        }
    }

    private boolean isAccountedFor(ServerUpload upload, RunRecord run, TransferOutcome outcome) {
        boolean saidMeanwhile = run.events().stream().anyMatch(event -> event instanceof TransferEvent.LeftBehind);
        boolean said = switch (outcome) {
            case Completed completed -> false;
            case AlreadyThere there -> false;
            case Failed failed ->
                failed.cause().getSuppressed().length > 0
                        || failed.kept()
                                .filter(kept -> kept.uploadId().equals(upload.id()))
                                .isPresent();
            case Unconfirmed unconfirmed -> true;
        };
        return said || saidMeanwhile || (!upload.answered() && mayBeUnknown(upload, run));
    }

    /** One whose Create was never answered is found only under circumstances. */
    private boolean mayBeUnknown(ServerUpload upload, RunRecord run) {
        boolean listable = store.traits().listing() == StoreTraits.Listing.WORKS
                && run.failures(Request.LIST_UPLOADS) == 0
                && run.failures(Request.LIST_PARTS) == 0;
        List<ServerUpload> answered = store.uploads().values().stream()
                .filter(each -> run.equals(each.begunBy()) && each.answered())
                .toList();
        boolean older = answered.stream()
                .allMatch(each ->
                        upload.listed().initiatedEpochSeconds() <= each.listed().initiatedEpochSeconds());
        // It may have been carried out after the one that was answered, which is gone by now.
        return !listable
                || !older
                || !upload.parts().isEmpty()
                || upload.begunNanos() >= run.lastListingNanos()
                || answered.isEmpty();
    }

    /** An upload that others may be using is only ended where what it holds is wrong, or is published. */
    private void checkAborts(RunRecord run, TransferOutcome outcome) {
        if (run.abortedOfOthers().isEmpty()) {
            return;
        }
        boolean because = switch (outcome) {
            case Completed completed -> true;
            case AlreadyThere there -> true;
            case Unconfirmed unconfirmed -> true;
            case Failed failed ->
                switch (failed.cause()) {
                    case SourceException source -> !source.retryable();
                    case IntegrityException integrity -> true;
                    case StoreException refused ->
                        refused.kind() == StoreException.Kind.TARGET_EXISTS
                                ? run.failures(Request.COMPLETE) > 1
                                : run.asked(Request.COMPLETE) > 0;
                    case CancelledException cancelled -> run.asked(Request.COMPLETE) > 0;
                    case PlanException plan -> false;
                };
        };
        if (!because && run.spec().resume() != Resume.NEVER) {
            run.violated("aborted " + run.abortedOfOthers() + " that it had gone on with, and ended " + outcome);
        }
        simulation.log(() -> run + " aborted what others may use: " + run.abortedOfOthers());
    }
}
