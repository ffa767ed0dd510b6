package dev.crossdock.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The command's own two streams, in UTF-8 whatever the locale. Results go to stdout; progress, messages and errors to
 * stderr, so that neither disturbs the other in a pipe. Each line is written at once, and may come from any thread; a line
 * that is drawn over gives way to it.
 */
final class Terminal {

    /** Who speaks where messages are log events. */
    static final String LOGGER = "crossdock";

    private final PrintStream out;
    private final PrintStream error;
    private final TerminalWidth width;
    private final AtomicLong diskBytes = new AtomicLong();
    /** To ask the system about every line is worth its time only there. */
    private volatile boolean outputIsAFile;

    private volatile boolean logged;
    private int drawnColumns;

    /** @param columns the width of the terminal that stderr is; 0 if it is none */
    Terminal(PrintStream out, PrintStream error, int columns) {
        this(out, error, TerminalWidth.fixed(columns));
    }

    Terminal(PrintStream out, PrintStream error, TerminalWidth width) {
        this.out = out;
        this.error = error;
        this.width = width;
    }

    /** The process's own. */
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, TerminalWidth.ofProcess());
    }

    /** Whether stderr is a terminal on which a line can be drawn over. */
    boolean interactive() {
        return width.columns() > 0 && !logged;
    }

    int columns() {
        return width.columns();
    }

    /** From now on messages are log events, and nothing is drawn. */
    void logMessages() {
        logged = true;
    }

    synchronized void result(String line) {
        erase();
        write(out, line + "\n");
    }

    /** What went wrong. */
    void message(String line) {
        say(Level.ERROR, line);
    }

    /** What may be wrong, and ends nothing. */
    void warning(String line) {
        say(Level.WARN, line);
    }

    /** How it goes. */
    void progress(String line) {
        say(Level.INFO, line);
    }

    private void say(Level level, String line) {
        if (logged) {
            LoggerFactory.getLogger(LOGGER).atLevel(level).log(line);
            return;
        }
        synchronized (this) {
            erase();
            write(error, line + "\n");
        }
    }

    /** Draws a line without an end over the one that was drawn before. All its characters are one column wide. */
    synchronized void draw(String line) {
        write(error, erasure() + line);
        drawnColumns = line.length();
    }

    /** Takes the line away that was drawn. */
    synchronized void erase() {
        if (drawnColumns > 0) {
            write(error, erasure());
            drawnColumns = 0;
        }
    }

    /** To the beginning of the drawn line, and everything from there on away. A narrower window has broken it into rows. */
    private String erasure() {
        int columns = width.columns();
        int rows = columns == 0 ? 1 : Math.max(1, Math.ceilDiv(drawnColumns, columns));
        return "\r" + (rows > 1 ? "\u001B[" + (rows - 1) + "A" : "") + "\u001B[J";
    }

    /**
     * Begins to count what is written to a disk: what was written so far is not the work's.
     *
     * @param filesToRead the user's own, which the work will read
     */
    void beginWork(List<Path> filesToRead) {
        diskBytes.set(OtherDiskWrites.bytesByStarting(filesToRead));
        outputIsAFile = OtherDiskWrites.outputIsAFile();
    }

    /** Bytes that were written to a disk before the work began, and since then because the output goes to a file. */
    long diskBytes() {
        return diskBytes.get();
    }

    private void write(PrintStream stream, String text) {
        long before = outputIsAFile ? OtherDiskWrites.bytesByThread() : 0;
        stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
        if (outputIsAFile) {
            diskBytes.addAndGet(OtherDiskWrites.bytesByThread() - before);
        }
    }
}
