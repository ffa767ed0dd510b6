package dev.crossdock.cli;

import picocli.CommandLine.Option;

/** What is said meanwhile. */
final class OutputOptions {

    /** Whether progress is shown. */
    enum Progress {
        AUTO,
        NEVER
    }

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = ProgressWord.class,
            description =
                    "auto: a bar on a terminal, elsewhere a line every ten seconds; or never (default: ${DEFAULT-VALUE}).")
    private Progress progress = Progress.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            fallbackValue = "true",
            description = "Say nothing but errors.")
    private boolean quiet;

    @Option(names = "--json", fallbackValue = "true", description = "One event per line on stdout, as JSON objects.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true",
            description = "Say on stderr what is done, and show where an error came from.")
    private boolean verbose;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = LogFormatWord.class,
            description = "text, or json: errors, warnings, progress and logs on stderr are JSON objects, one on a line"
                    + " (default: ${DEFAULT-VALUE}).")
    private LogSetup.Format logFormat = LogSetup.Format.TEXT;

    /** Comes before anything is logged. */
    void setUpLogs(Terminal terminal) {
        LogSetup.choose(verbose, logFormat, terminal);
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose;
    }

    boolean json() {
        return json;
    }

    boolean showsProgress() {
        return progress == Progress.AUTO && !quiet && !json;
    }

    Report report(Terminal terminal) {
        return json ? new JsonReport(terminal) : new TextReport(terminal, this);
    }

    static final class LogFormatWord extends Amounts.Word<LogSetup.Format> {
        LogFormatWord() {
            super(LogSetup.Format.class);
        }
    }

    static final class ProgressWord extends Amounts.Word<Progress> {
        ProgressWord() {
            super(Progress.class);
        }
    }
}
