package dev.crossdock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.crossdock.bench.Results;
import dev.crossdock.bench.Spent;
import dev.crossdock.bench.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** For programs: an event for each run and for each median, then {@code finished}. What is unknown is null. */
final class BenchJson implements BenchReport {

    private final JsonLines lines;

    BenchJson(Terminal terminal) {
        this.lines = new JsonLines(terminal);
    }

    @Override
    public void begun(BenchPlan plan, BenchEnds ends) {
        lines.line("begun", json -> {
            json.writeArrayFieldStart("sizes");
            for (long size : plan.sizesBytes()) {
                json.writeNumber(size);
            }
            json.writeEndArray();
            json.writeNumberField("rounds", plan.mostRounds());
            json.writeNumberField("seed", plan.seed());
            json.writeStringField("folder", plan.folder().toString());
            json.writeBooleanField("downloadsToMemory", plan.downloadsToMemory());
            json.writeBooleanField("embeddedServers", ends instanceof EmbeddedServers);
        });
    }

    @Override
    public void making(long sizeBytes) {
        lines.line("making", json -> json.writeNumberField("size", sizeBytes));
    }

    @Override
    public void running(long sizeBytes, String contender, int round, int rounds) {
        // said when it is over
    }

    @Override
    public void ran(long sizeBytes, String contender, int round, long fileBytes, Spent spent) {
        lines.line("ran", json -> {
            json.writeNumberField("size", sizeBytes);
            json.writeStringField("contender", contender);
            json.writeNumberField("round", round);
            json.writeNumberField("bytes", fileBytes);
            JsonReport.seconds(json, "seconds", spent.elapsed());
            known(json, "peakMemoryBytes", spent.peakMemoryBytes());
            known(json, "diskBytesWritten", spent.diskBytes());
        });
    }

    @Override
    public void dropped(String contender, String why) {
        lines.line("dropped", json -> {
            json.writeStringField("contender", contender);
            json.writeStringField("reason", why);
        });
    }

    @Override
    public void left(String what) {
        lines.line("left", json -> json.writeStringField("what", what));
    }

    @Override
    public void measured(long sizeBytes, List<String> contenders, Results results) {
        for (String contender : contenders) {
            Optional<Results.Median> median = results.median(sizeBytes, contender);
            if (median.isPresent()) {
                lines.line("measured", json -> median(json, sizeBytes, median.get()));
            }
        }
    }

    private static void median(JsonGenerator json, long sizeBytes, Results.Median median) throws IOException {
        json.writeNumberField("size", sizeBytes);
        json.writeStringField("contender", median.contender());
        json.writeNumberField("rounds", median.runs());
        json.writeNumberField("bytes", median.fileBytes());
        JsonReport.seconds(json, "seconds", median.elapsed());
        JsonReport.seconds(json, "fastestSeconds", median.fastest());
        JsonReport.seconds(json, "slowestSeconds", median.slowest());
        json.writeNumberField("bytesPerSecond", Math.round(median.bytesPerSecond()));
        known(json, "peakMemoryBytes", median.peakMemoryBytes());
        known(json, "diskBytesWritten", median.diskBytes());
    }

    @Override
    public void finished(Verdict verdict, Map<String, String> absent, BenchPlan plan) {
        lines.line("finished", json -> {
            known(json, "streamingWinsFromBytes", verdict.winsFromBytes());
            json.writeArrayFieldStart("streamingLosesAtBytes");
            for (long size : verdict.lostBytes()) {
                json.writeNumber(size);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("notCompared");
            for (Map.Entry<String, String> contender : absent.entrySet()) {
                json.writeStringField(contender.getKey(), contender.getValue());
            }
            json.writeEndObject();
        });
    }

    private static void known(JsonGenerator json, String name, OptionalLong value) throws IOException {
        json.writeFieldName(name);
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }

    @Override
    public void close() {
        // nothing is shown but events
    }
}
