package dev.crossdock.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * How wide the terminal is. The launcher says so when it starts the command, for Java could not tell without a library;
 * after a signal that it was resized {@code stty} is asked, when somebody next wants to know.
 */
final class TerminalWidth {

    private static final File TERMINAL = new File("/dev/tty");
    private static final long PATIENCE_SECONDS = 1;

    private final IntSupplier asked;
    private final AtomicBoolean stale = new AtomicBoolean();
    private volatile int columns;

    /**
     * @param columns 0 if there is no terminal: then there will be none
     * @param asked the width, when it may have changed; 0 where nobody knows
     */
    TerminalWidth(int columns, IntSupplier asked) {
        this.columns = columns;
        this.asked = asked;
    }

    static TerminalWidth fixed(int columns) {
        return new TerminalWidth(columns, () -> columns);
    }

    static TerminalWidth ofProcess() {
        TerminalWidth width =
                new TerminalWidth(Integer.getInteger("crossdock.terminal.columns", 0), TerminalWidth::askTerminal);
        if (width.columns > 0) {
            try {
                Signals.handle("WINCH", width::resized);
            } catch (ReflectiveOperationException e) {
                // then it stays as it was
            }
        }
        return width;
    }

    /** It may have changed. */
    void resized() {
        stale.set(true);
    }

    /** 0 if there is no terminal. */
    int columns() {
        if (columns > 0 && stale.compareAndSet(true, false)) {
            int now = asked.getAsInt();
            columns = now > 0 ? now : columns;
        }
        return columns;
    }

    private static int askTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return 0;
            }
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String[] rowsAndColumns = answer.strip().split(" ", -1);
            return rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
