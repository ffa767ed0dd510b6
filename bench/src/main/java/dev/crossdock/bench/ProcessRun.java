package dev.crossdock.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a contender's program to its end and says what it took. May be ended from any thread; runs one at a time. */
public final class ProcessRun {

    private static final long LOOK_MILLIS = 10;
    private static final int KEPT_LINES = 20;
    private static final Pattern OF_SERVERS = Pattern.compile("(AWS|SFTP|S3|PUSH|CROSSDOCK(?!_JAVA))_.*|SSH_AUTH_SOCK");

    /**
     * What would make one contender work otherwise than the others, or tell others of a run that is only a measurement. Set
     * to nothing instead of taken away: where the command runs here, a {@code .env} file may say the same, and only a
     * variable that is there hides it.
     */
    private static final Map<String, String> UNEQUAL = Stream.of(
                    "PUSH_GATEWAY",
                    "CROSSDOCK_PUSH_GATEWAY",
                    "CROSSDOCK_PUSH_JOB",
                    "CROSSDOCK_PUSH_INSTANCE",
                    "CROSSDOCK_PUSH_AT_END",
                    "CROSSDOCK_METRICS_LISTEN",
                    "CROSSDOCK_MEMORY",
                    "CROSSDOCK_BANDWIDTH",
                    "CROSSDOCK_CONNECTIONS",
                    "CROSSDOCK_IN_FLIGHT",
                    "CROSSDOCK_PART_SIZE",
                    "CROSSDOCK_RESUME",
                    "CROSSDOCK_REQUIRE_INTEGRITY")
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> ""));

    private final AtomicReference<@Nullable Process> current = new AtomicReference<>();
    private volatile boolean ended;

    /**
     * How a run ended.
     *
     * @param lastLines the end of what it said
     */
    public record Outcome(int exitCode, Spent spent, List<String> lastLines) {}

    /**
     * Runs a program to its end.
     *
     * @throws IOException if it can't be started
     */
    public Outcome run(Contender.Command command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command.words()).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        command.elsewhere().ifPresent(folder -> {
            builder.directory(folder.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> OF_SERVERS.matcher(name).matches());
        });
        builder.environment().putAll(UNEQUAL);
        builder.environment().putAll(command.environment());
        OptionalLong diskBefore = KernelBooks.diskBytesWithEndedChildren();
        long start = System.nanoTime();
        Process process = builder.start();
        current.set(process);
        if (ended) {
            process.destroy();
        }
        Deque<String> lines = new ArrayDeque<>();
        Thread reader = Thread.ofVirtual().start(() -> read(process, lines));
        long peakMemory = awaitEnd(process);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        join(reader);
        current.set(null);
        OptionalLong diskAfter = KernelBooks.diskBytesWithEndedChildren();
        Spent spent = new Spent(
                elapsed,
                peakMemory > 0 ? OptionalLong.of(peakMemory) : OptionalLong.empty(),
                diskBefore.isPresent() && diskAfter.isPresent()
                        ? OptionalLong.of(diskAfter.getAsLong() - diskBefore.getAsLong())
                        : OptionalLong.empty());
        return new Outcome(process.exitValue(), spent, List.copyOf(lines));
    }

    /** Ends what is running, and whatever is run from now on. */
    public void end() {
        ended = true;
        Process process = current.get();
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static void read(Process process, Deque<String> lines) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (lines.size() > KEPT_LINES) {
                    lines.remove();
                }
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** Looks at its memory now and then; the kernel keeps the highest mark, so little can be missed. */
    private static long awaitEnd(Process process) {
        long peak = 0;
        boolean interrupted = false;
        while (process.isAlive()) {
            peak = Math.max(peak, KernelBooks.peakMemoryBytes(process.pid()));
            try {
                boolean unused = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroy();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return peak;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
