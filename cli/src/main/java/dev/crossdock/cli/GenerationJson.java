package dev.crossdock.cli;

import dev.crossdock.telemetry.ProcessFigures;

/** For programs: {@code finished} or {@code failed}. */
final class GenerationJson implements GenerationReport {

    private final Terminal terminal;
    private final JsonLines lines;

    GenerationJson(Terminal terminal) {
        this.terminal = terminal;
        this.lines = new JsonLines(terminal);
    }

    @Override
    public void progress(long bytes, long ofBytes) {
        // only the end is an event
    }

    @Override
    public void finished(Generation.Made made) {
        lines.line("finished", json -> {
            json.writeStringField("target", made.location().toString());
            json.writeNumberField("bytes", made.bytes());
            json.writeNumberField("rows", made.rows());
            json.writeNumberField("seed", made.seed());
            JsonReport.seconds(json, "seconds", made.elapsed());
            JsonReport.checksum(json, made.crc32c().base64());
            JsonReport.figures(json, ProcessFigures.now(terminal.diskBytes()));
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
}
