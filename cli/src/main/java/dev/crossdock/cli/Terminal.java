package dev.crossdock.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The command's own two streams, in UTF-8 whatever the locale. Results go to stdout; progress, messages and errors to
 * stderr, so that neither disturbs the other in a pipe. Each line is written at once, and may come from any thread.
 */
final class Terminal {

    private final PrintStream out;
    private final PrintStream error;
    private final int columns;
    private final AtomicLong diskBytes = new AtomicLong();
    /** To ask the system about every line is worth its time only there. */
    private volatile boolean outputIsAFile;

    /** @param columns the width of the terminal that stderr is; 0 if it is none */
    Terminal(PrintStream out, PrintStream error, int columns) {
        this.out = out;
        this.error = error;
        this.columns = columns;
    }

    /** The process's own. The launcher says whether stderr is a terminal: Java could not tell without a library. */
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, Integer.getInteger("crossdock.terminal.columns", 0));
    }

    /** Whether stderr is a terminal. */
    boolean interactive() {
        return columns > 0;
    }

    int columns() {
        return columns;
    }

    void result(String line) {
        write(out, line + "\n");
    }

    void message(String line) {
        write(error, line + "\n");
    }

    /** Text without a line's end, for a line that is drawn over. */
    void draw(String text) {
        write(error, text);
    }

    /** Begins to count what is written to a disk: what was written so far is not the work's. */
    void beginWork() {
        diskBytes.set(ProcessFigures.diskBytesWrittenByStarting());
        outputIsAFile = ProcessFigures.outputIsAFile();
    }

    /** Bytes that were written to a disk before the work began, and since then because the output goes to a file. */
    long diskBytes() {
        return diskBytes.get();
    }

    private void write(PrintStream stream, String text) {
        long before = outputIsAFile ? ProcessFigures.diskBytesWrittenByThread() : 0;
        stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
        if (outputIsAFile) {
            diskBytes.addAndGet(ProcessFigures.diskBytesWrittenByThread() - before);
        }
    }
}
