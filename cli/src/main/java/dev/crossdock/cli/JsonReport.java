package dev.crossdock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import dev.crossdock.telemetry.ProcessFigures;
import java.io.IOException;
import java.time.Duration;

/**
 * A report for programs: one JSON object per line on stdout, each with the name of its {@code event}. Errors are said on
 * stderr as well, for the log that a person will read.
 */
final class JsonReport implements Report {

    private final Terminal terminal;
    private final JsonLines lines;
    private final long startNanos = System.nanoTime();

    JsonReport(Terminal terminal) {
        this.terminal = terminal;
        this.lines = new JsonLines(terminal);
    }

    @Override
    public void on(TransferEvent event) {
        switch (event) {
            case TransferEvent.Planned planned ->
                lines.line("planned", json -> plan(json, planned.source(), planned.target(), planned.plan(), false));
            case TransferEvent.PartWaiting waiting ->
                lines.line("partWaiting", json -> {
                    json.writeNumberField("part", waiting.part().partNumber());
                    json.writeNumberField("bytes", waiting.part().length());
                });
            case TransferEvent.PartReading begun ->
                lines.line("partReading", json -> {
                    json.writeNumberField("part", begun.part().partNumber());
                    json.writeNumberField("offset", begun.part().offset());
                    json.writeNumberField("bytes", begun.part().length());
                });
            case TransferEvent.PartRead read ->
                lines.line("partRead", json -> {
                    json.writeNumberField("part", read.part().partNumber());
                    json.writeNumberField("bytes", read.part().length());
                    seconds(json, "seconds", read.took());
                });
            case TransferEvent.PartStored stored ->
                lines.line("partStored", json -> {
                    json.writeNumberField("part", stored.part().partNumber());
                    json.writeNumberField("bytes", stored.part().length());
                    seconds(json, "seconds", stored.took());
                    json.writeStringField("integrity", stored.integrity().label());
                });
            case TransferEvent.PartProven proven ->
                lines.line("partProven", json -> {
                    json.writeNumberField("part", proven.part().partNumber());
                    json.writeNumberField("bytes", proven.part().length());
                    seconds(json, "seconds", proven.took());
                });
            case TransferEvent.Resumed resumed ->
                lines.line("resumed", json -> {
                    json.writeStringField("uploadId", resumed.uploadId());
                    json.writeNumberField("parts", resumed.parts());
                    json.writeNumberField("bytes", resumed.bytes());
                });
            case TransferEvent.NotResumed not ->
                lines.line("notResumed", json -> json.writeStringField("reason", not.reason()));
            case TransferEvent.Publishing publishing -> lines.line("publishing", json -> {});
            case TransferEvent.LeftBehind left ->
                lines.line(
                        "leftBehind",
                        json -> json.writeStringField("message", left.why().getMessage()));
            case TransferEvent.Retried retried ->
                lines.line("retried", json -> {
                    json.writeStringField("step", retried.step());
                    json.writeNumberField("attempt", retried.attempt());
                    seconds(json, "pauseSeconds", retried.pause());
                    json.writeStringField("message", retried.cause().getMessage());
                });
            case TransferEvent.Resources resources -> {} // for gauges: twice a part is too often to be read
            case TransferEvent.Finished finished -> {} // said with the figures of the process, when it is over
        }
    }

    @Override
    public void plannedOnly(SourceLocation source, ObjectKey target, TransferPlan plan) {
        lines.line("planned", json -> plan(json, source, target, plan, true));
    }

    @Override
    public void completed(TransferReceipt receipt) {
        lines.line("finished", json -> {
            json.writeStringField("source", receipt.source().toString());
            json.writeStringField("target", receipt.target().toString());
            json.writeNumberField("bytes", receipt.bytes());
            seconds(json, "seconds", receipt.elapsed());
            json.writeNumberField("parts", receipt.parts());
            json.writeNumberField("partsResumed", receipt.partsResumed());
            json.writeNumberField("bytesResumed", receipt.bytesResumed());
            json.writeNumberField("retries", receipt.retries());
            json.writeStringField("integrity", receipt.integrity().label());
            checksum(json, receipt.crc32c().base64());
            json.writeStringField("eTag", receipt.eTag());
            json.writeBooleanField("alreadyThere", false);
            figures(json, ProcessFigures.now(terminal.diskBytes()));
        });
    }

    @Override
    public void alreadyThere(TransferOutcome.AlreadyThere outcome) {
        lines.line("finished", json -> {
            json.writeStringField("source", outcome.source().toString());
            json.writeStringField("target", outcome.target().toString());
            json.writeNumberField("bytes", outcome.object().sizeBytes());
            seconds(json, "seconds", Duration.ofNanos(System.nanoTime() - startNanos));
            json.writeNumberField("parts", 0);
            json.writeNumberField("partsResumed", 0);
            json.writeNumberField("bytesResumed", 0);
            json.writeNumberField("retries", 0);
            json.writeStringField("integrity", outcome.integrity().label());
            if (outcome.object().wholeCrc32c().isPresent()) {
                checksum(json, outcome.object().wholeCrc32c().get().base64());
            }
            json.writeStringField("eTag", outcome.object().eTag());
            json.writeBooleanField("alreadyThere", true);
            figures(json, ProcessFigures.now(terminal.diskBytes()));
        });
    }

    @Override
    public void failed(ExitCode code, String message, String hint) {
        lines.failed(code, message, hint);
    }

    @Override
    public void close() {
        // nothing is shown but events
    }

    private static void plan(
            JsonGenerator json, SourceLocation source, ObjectKey target, TransferPlan plan, boolean dryRun)
            throws IOException {
        json.writeStringField("source", source.toString());
        json.writeStringField("target", target.toString());
        json.writeNumberField("bytes", plan.sizeBytes());
        json.writeNumberField("parts", plan.parts());
        json.writeNumberField("partBytes", plan.partSizeBytes());
        json.writeNumberField("inFlightParts", plan.inFlightParts());
        json.writeNumberField("connections", plan.connections());
        json.writeBooleanField("cutThrough", plan.cutThrough());
        json.writeBooleanField("dryRun", dryRun);
    }

    static void checksum(JsonGenerator json, String value) throws IOException {
        json.writeObjectFieldStart("checksum");
        json.writeStringField("algorithm", "crc32c");
        json.writeStringField("value", value);
        json.writeEndObject();
    }

    /** What is unknown on this system is null. */
    static void figures(JsonGenerator json, ProcessFigures figures) throws IOException {
        json.writeFieldName("cpuSeconds");
        if (figures.cpu().isPresent()) {
            json.writeNumber(figures.cpu().get().toMillis() / 1e3);
        } else {
            json.writeNull();
        }
        json.writeFieldName("peakMemoryBytes");
        if (figures.peakMemoryBytes().isPresent()) {
            json.writeNumber(figures.peakMemoryBytes().getAsLong());
        } else {
            json.writeNull();
        }
        json.writeFieldName("diskBytesWritten");
        if (figures.diskBytesWritten().isPresent()) {
            json.writeNumber(figures.diskBytesWritten().getAsLong());
        } else {
            json.writeNull();
        }
    }

    static void seconds(JsonGenerator json, String name, Duration time) throws IOException {
        json.writeNumberField(name, time.toMillis() / 1e3);
    }
}
