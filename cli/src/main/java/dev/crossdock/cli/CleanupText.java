package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.engine.Cleanup;
import java.time.Instant;

/** A clean-up's report for people: a line for each upload and one for all on stdout, errors on stderr. */
final class CleanupText implements CleanupReport {

    private final Terminal terminal;
    private final boolean quiet;

    CleanupText(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.quiet = quiet;
    }

    @Override
    public void upload(Cleanup.Leftover upload, Action action) {
        boolean unused = action == Action.KEPT && upload.parts() == 0;
        result(line(upload) + "  " + (unused ? "kept: has no parts to tell whose it is" : action.words()));
    }

    /** {@code s3://lake/in/a.csv  upload 7f3a…  begun 2026-11-14T09:30:00Z  12 parts, 99.6 MiB}. */
    static String line(Cleanup.Leftover found) {
        UnfinishedUpload upload = found.upload();
        return upload.key() + "  upload " + upload.uploadId() + "  begun "
                + Instant.ofEpochSecond(upload.initiatedEpochSeconds()) + "  "
                + Wording.count(found.parts(), "part", "parts") + ", " + ByteSize.format(found.bytes());
    }

    @Override
    public void finished(Summary summary) {
        if (summary.aborted() + summary.kept() + summary.younger() == 0) {
            result("There are no unfinished uploads of keys that begin with " + summary.target()
                    + " (some stores list them only for a whole key)");
            return;
        }
        String what = Wording.count(summary.aborted(), "unfinished upload", "unfinished uploads") + " ("
                + ByteSize.format(summary.bytes()) + ")";
        String kept = summary.kept() == 0 ? "" : ", " + summary.kept() + " kept";
        String younger = summary.younger() == 0 ? "" : ", " + summary.younger() + " younger left alone";
        result(
                summary.dryRun()
                        ? "Dry run: " + what + " would be aborted" + kept + younger
                        : "✓ " + what + " aborted" + kept + younger);
    }

    @Override
    public void failed(ExitCode code, String message, String hint) {
        terminal.message(Wording.error(message, hint));
    }

    private void result(String line) {
        if (!quiet) {
            terminal.result(Wording.printable(line));
        }
    }
}
