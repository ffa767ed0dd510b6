package dev.crossdock.cli;

import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.cli.CleanupReport.Action;
import dev.crossdock.engine.Cleanup;
import dev.crossdock.engine.Cleanup.Leftover;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One clean-up, from the listing to the exit code. Used once, by one thread. */
final class CleanupRun {

    private final Cleanup cleanup;
    private final CleanupReport report;
    private final Confirmation confirmation;
    private final Clock clock;
    private int aborted;
    private long bytes;
    private int kept;
    private int younger;
    private int failures;
    private @Nullable TransferException firstFailure;

    CleanupRun(Cleanup cleanup, CleanupReport report, Confirmation confirmation, Clock clock) {
        this.cleanup = cleanup;
        this.report = report;
        this.confirmation = confirmation;
        this.clock = clock;
    }

    /**
     * What may go.
     *
     * @param olderThan how long nothing must have happened to it
     * @param all also what is not recognised
     * @param dryRun nothing really
     */
    record Choices(Duration olderThan, boolean all, boolean dryRun) {}

    ExitCode clean(TargetPrefix target, Choices choices) {
        List<UnfinishedUpload> listed;
        try {
            listed = cleanup.list(target.bucket(), target.prefix());
        } catch (TransferException e) {
            return failed(e, String.valueOf(e.getMessage()));
        }
        long latest = clock.instant().minus(choices.olderThan()).getEpochSecond();
        List<UnfinishedUpload> old = listed.stream()
                .filter(upload -> upload.initiatedEpochSeconds() <= latest)
                .toList();
        younger = listed.size() - old.size();
        List<Leftover> doubtful = new ArrayList<>();
        for (UnfinishedUpload upload : old) {
            if (firstFailure != null && firstFailure.retryable()) {
                break; // the store is not well: it would be asked for each upload again and again
            }
            Optional<Leftover> found = inspect(upload, latest);
            if (found.isEmpty()) {
                continue;
            }
            if (choices.all() || found.get().recognised()) {
                abort(found.get(), choices.dryRun());
            } else {
                doubtful.add(found.get());
            }
        }
        boolean refused = !doubtful.isEmpty() && !decide(doubtful, latest, choices.dryRun());
        if (firstFailure != null) {
            return failed(
                    firstFailure,
                    Wording.count(failures, "unfinished upload", "unfinished uploads") + " of " + old.size()
                            + " could not be aborted; the first: " + firstFailure.getMessage());
        }
        if (refused) {
            return refuse(Math.toIntExact(
                    doubtful.stream().filter(CleanupRun::holdsSomething).count()));
        }
        report.finished(new CleanupReport.Summary(target, aborted, bytes, kept, younger, choices.dryRun()));
        return ExitCode.DONE;
    }

    /** Empty if it has ended meanwhile, is in use, or can't be looked at. */
    private Optional<Leftover> inspect(UnfinishedUpload upload, long latest) {
        Optional<Leftover> found;
        try {
            found = cleanup.inspect(upload);
        } catch (TransferException e) {
            note(e);
            report.upload(new Leftover(upload, 0, 0, upload.initiatedEpochSeconds(), false), Action.FAILED);
            return Optional.empty();
        }
        if (found.isPresent() && found.get().lastUsedEpochSeconds() > latest) {
            younger++;
            return Optional.empty();
        }
        return found;
    }

    private void abort(Leftover found, boolean dryRun) {
        try {
            if (!dryRun) {
                cleanup.abort(found.upload());
            }
            aborted++;
            bytes += found.bytes();
            report.upload(found, dryRun ? Action.WOULD_BE_ABORTED : Action.ABORTED);
        } catch (TransferException e) {
            note(e);
            report.upload(found, Action.FAILED);
        }
    }

    /** What becomes of uploads that may be anybody's; false if nobody could say, and it matters. */
    private boolean decide(List<Leftover> doubtful, long latest, boolean dryRun) {
        Optional<Boolean> answer = dryRun
                ? Optional.of(false)
                : confirmation.confirm(doubtful.stream().map(CleanupText::line).toList(), question(doubtful.size()));
        if (answer.orElse(false)) {
            for (Leftover found : doubtful) {
                // Somebody may have gone on with it while the question was thought over.
                inspect(found.upload(), latest).ifPresent(still -> abort(still, false));
            }
        } else {
            kept = doubtful.size();
            doubtful.forEach(found -> report.upload(found, Action.KEPT));
        }
        // One without parts costs nothing: it is no reason for a clean-up that runs by itself to fail every time.
        return answer.isPresent() || doubtful.stream().noneMatch(CleanupRun::holdsSomething);
    }

    private static boolean holdsSomething(Leftover found) {
        return found.parts() > 0;
    }

    private static String question(int uploads) {
        return uploads == 1
                ? "Nothing says that Crossdock began this upload; abort it nevertheless?"
                : "Nothing says that Crossdock began these " + uploads + " uploads; abort them nevertheless?";
    }

    private ExitCode refuse(int uploads) {
        report.failed(
                ExitCode.USAGE,
                Wording.count(uploads, "old unfinished upload was kept", "old unfinished uploads were kept")
                        + " because nothing says that Crossdock began "
                        + (uploads == 1 ? "it" : "them")
                        + (aborted == 0
                                ? ""
                                : " (" + Wording.count(aborted, "other was aborted", "others were aborted") + ")"),
                "if no other program still works on " + (uploads == 1 ? "it" : "them")
                        + ", run the same command with --all");
        return ExitCode.USAGE;
    }

    private void note(TransferException failure) {
        failures++;
        if (firstFailure == null) {
            firstFailure = failure;
        }
        Failures.log(failure);
    }

    private ExitCode failed(TransferException cause, String message) {
        ExitCode code = ExitCode.of(cause);
        report.failed(code, message, cause.hint());
        Failures.log(cause);
        return code;
    }
}
