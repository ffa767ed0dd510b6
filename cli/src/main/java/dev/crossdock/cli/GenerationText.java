package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.telemetry.ProcessFigures;
import java.time.Duration;
import java.util.Locale;

/**
 * For people: one line at the end; before it a line that is drawn over on a terminal, and elsewhere one every ten
 * seconds.
 */
final class GenerationText implements GenerationReport {

    private static final Duration DRAWN_INTERVAL = Duration.ofMillis(200);
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final OutputOptions options;
    private final Duration interval;
    private final long startNanos = System.nanoTime();
    private long saidNanos = startNanos;

    GenerationText(Terminal terminal, OutputOptions options) {
        this.terminal = terminal;
        this.options = options;
        this.interval = terminal.interactive() ? DRAWN_INTERVAL : PLAIN_INTERVAL;
    }

    @Override
    public void progress(long bytes, long ofBytes) {
        long now = System.nanoTime();
        if (!options.showsProgress() || now - saidNanos < interval.toNanos()) {
            return;
        }
        saidNanos = now;
        double rate = bytes * 1e9 / (now - startNanos);
        String line = String.format(
                Locale.ROOT,
                "%3d%%  %s  %s  ETA %s",
                bytes * 100 / ofBytes,
                ByteSize.format(bytes),
                ProgressLine.rate(rate),
                ProgressLine.duration(Duration.ofSeconds((long) Math.ceil((ofBytes - bytes) / rate))));
        if (terminal.interactive()) {
            terminal.draw(line.substring(0, Math.min(line.length(), terminal.columns() - 1)));
        } else {
            terminal.progress(line.strip());
        }
    }

    @Override
    public void finished(Generation.Made made) {
        if (!options.quiet()) {
            terminal.result(Wording.made(made, ProcessFigures.now(terminal.diskBytes())));
        }
    }

    @Override
    public void failed(ExitCode code, String message, String hint) {
        terminal.message(Wording.error(message, hint));
    }

    @Override
    public void close() {
        terminal.erase();
    }
}
