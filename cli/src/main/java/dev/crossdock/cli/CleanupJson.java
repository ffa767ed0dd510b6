package dev.crossdock.cli;

import dev.crossdock.engine.Cleanup;
import java.time.Instant;
import java.util.Locale;

/** A clean-up's report for programs: one event for each upload, then {@code finished} or {@code failed}. */
final class CleanupJson implements CleanupReport {

    private final JsonLines lines;

    CleanupJson(Terminal terminal) {
        this.lines = new JsonLines(terminal);
    }

    @Override
    public void upload(Cleanup.Leftover upload, Action action) {
        lines.line("upload", json -> {
            json.writeStringField("target", upload.upload().key().toString());
            json.writeStringField("uploadId", upload.upload().uploadId());
            json.writeStringField(
                    "begun",
                    Instant.ofEpochSecond(upload.upload().initiatedEpochSeconds())
                            .toString());
            json.writeNumberField("parts", upload.parts());
            json.writeNumberField("bytes", upload.bytes());
            json.writeBooleanField("recognised", upload.recognised());
            json.writeStringField(
                    "action", action.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        });
    }

    @Override
    public void finished(Summary summary) {
        lines.line("finished", json -> {
            json.writeStringField("target", summary.target().toString());
            json.writeNumberField("aborted", summary.aborted());
            json.writeNumberField("bytes", summary.bytes());
            json.writeNumberField("kept", summary.kept());
            json.writeNumberField("younger", summary.younger());
            json.writeBooleanField("dryRun", summary.dryRun());
        });
    }

    @Override
    public void failed(ExitCode code, String message, String hint) {
        lines.failed(code, message, hint);
    }
}
