package dev.crossdock.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a transfer is, from a thread of its own: a bar that is drawn over on a terminal, elsewhere a plain line
 * every ten seconds.
 *
 * <p>Written here because no library has this face: progressbar has no place for what each end is doing, and both it and
 * JLine ask the terminal through a native library that they unpack into a temporary folder, where Crossdock writes
 * nothing.
 */
final class ProgressDisplay implements AutoCloseable {

    private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final Progress progress;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private ProgressDisplay(Terminal terminal, Progress progress) {
        this.terminal = terminal;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("progress").unstarted(this::run);
    }

    static ProgressDisplay start(Terminal terminal, Progress progress) {
        ProgressDisplay display = new ProgressDisplay(terminal, progress);
        display.thread.start();
        return display;
    }

    private void run() {
        Duration interval = terminal.interactive() ? BAR_INTERVAL : PLAIN_INTERVAL;
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                Progress.@Nullable Snapshot snapshot = progress.snapshot();
                if (snapshot != null) {
                    show(snapshot);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(Progress.Snapshot snapshot) {
        if (terminal.interactive()) {
            // One column is left free: a full last one makes some terminals begin a new line.
            terminal.draw(ProgressLine.bar(snapshot, terminal.columns() - 1));
        } else {
            terminal.progress(ProgressLine.plain(snapshot));
        }
    }

    /** Ends it and takes the bar away; nothing is shown any more when this returns. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        terminal.erase();
    }
}
