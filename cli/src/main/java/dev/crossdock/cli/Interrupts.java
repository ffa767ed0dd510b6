package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT and SIGTERM. The first asks whatever runs to stop, and the process then ends by itself with the code that says
 * so; a second one, or a stop that takes too long, ends it at once.
 *
 * <p>A shutdown hook would be the plainer way, but it is not told which signal came, and while it runs the rest of the
 * process can no longer choose its exit code.
 */
final class Interrupts {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, ExitCode> CODES = Map.of("INT", ExitCode.INTERRUPTED, "TERM", ExitCode.TERMINATED);

    private final Terminal terminal;
    private final String left;
    private final AtomicReference<@Nullable ExitCode> received = new AtomicReference<>();
    private final AtomicReference<@Nullable ObjectKey> published = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> stop = new AtomicReference<>();

    private Interrupts(Terminal terminal, String left) {
        this.terminal = terminal;
        this.left = left;
    }

    /** Begins to listen. A signal that the parent process had set to be ignored stays so. */
    static Interrupts install(Terminal terminal) {
        return install(terminal, "an unfinished upload may be left at the store");
    }

    /**
     * The same for work that leaves something else behind.
     *
     * @param left what may be, and where, when the process is ended at once
     */
    static Interrupts install(Terminal terminal, String left) {
        Interrupts interrupts = new Interrupts(terminal, left);
        CODES.forEach((name, code) -> {
            try {
                Signals.handle(name, () -> interrupts.on(code));
            } catch (ReflectiveOperationException e) {
                // then it does what it did
            }
        });
        return interrupts;
    }

    /** Says what to do when a signal comes; done at once if one has come already. */
    void onSignal(Runnable action) {
        stop.set(action);
        if (received.get() != null) {
            action.run();
        }
    }

    /** The code of the signal that came, if one did. */
    Optional<ExitCode> received() {
        return Optional.ofNullable(received.get());
    }

    private void on(ExitCode code) {
        if (!received.compareAndSet(null, code)) {
            end(code, "Stopped at once by a second signal; " + left);
            return;
        }
        Runnable action = stop.get();
        if (action == null) {
            end(code, "Stopped by a signal before anything was moved");
            return;
        }
        Thread.ofPlatform().daemon().name("impatience").start(() -> {
            try {
                Thread.sleep(PATIENCE);
                end(code, "Stopped by a signal, but not cleanly within " + PATIENCE.toSeconds() + " seconds; " + left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        action.run();
    }

    /** From here on the object may become visible although the process is ended. */
    void publishing(ObjectKey target) {
        published.set(target);
    }

    private void end(ExitCode code, String message) {
        ObjectKey target = published.get();
        terminal.message(
                "crossdock: " + message
                        + (target == null
                                ? "."
                                : "; " + Wording.printable(target.toString())
                                        + " may have been made or not: run the same command again, it recognises its own object."));
        Runtime.getRuntime().halt((target == null ? code : ExitCode.UNCONFIRMED).number());
    }
}
