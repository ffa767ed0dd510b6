package dev.crossdock.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The packaged command as a process of its own, in an environment that holds nothing but what a test says. */
final class CommandRun implements AutoCloseable {

    private static final Path DISTRIBUTION = Path.of("target", "crossdock").toAbsolutePath();
    private static final Path LAUNCHER = DISTRIBUTION.resolve(Path.of("bin", "crossdock"));
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path errorFile;
    private final boolean saysEvents;
    private final List<String> outputLines = new ArrayList<>();
    private final BufferedReader output;

    private CommandRun(Process process, Path errorFile, boolean saysEvents) {
        this.saysEvents = saysEvents;
        this.process = process;
        this.errorFile = errorFile;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The folder that the command is started from. */
    static Path distribution() {
        return DISTRIBUTION;
    }

    /** What a run said and how it ended. */
    record Result(int exitCode, String output, String error) {

        String lastLine() {
            return output.lines().reduce("", (before, line) -> line);
        }

        String everything() {
            return output + error;
        }
    }

    static CommandRun start(Path workingFolder, Map<String, String> environment, List<String> arguments)
            throws IOException {
        return start(LAUNCHER, workingFolder, environment, arguments);
    }

    /** Starts another launcher than this build's. */
    static CommandRun start(Path launcher, Path workingFolder, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(arguments);
        return start(workingFolder, environment, command, Path.of("/dev/null"));
    }

    private static CommandRun start(Path workingFolder, Map<String, String> environment, List<String> line, Path input)
            throws IOException {
        Path error = Files.createTempFile("crossdock-error", ".txt");
        List<String> command = new ArrayList<>(line);
        if (Files.isExecutable(Path.of("/usr/bin/env"))
                && System.getProperty("os.name").equals("Linux")) {
            // A build that runs in the background has SIGINT ignored, and so would its children.
            command.addAll(0, List.of("/usr/bin/env", "--default-signal=INT"));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingFolder.toFile())
                .redirectInput(input.toFile())
                .redirectError(error.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", workingFolder.toString());
        builder.environment().put("CROSSDOCK_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        return new CommandRun(builder.start(), error, line.contains("--json"));
    }

    static Result run(Path workingFolder, Map<String, String> environment, List<String> arguments) throws IOException {
        try (CommandRun run = start(workingFolder, environment, arguments)) {
            return run.await();
        }
    }

    /** Runs another launcher than this build's. */
    static Result run(Path launcher, Path workingFolder, Map<String, String> environment, List<String> arguments)
            throws IOException {
        try (CommandRun run = start(launcher, workingFolder, environment, arguments)) {
            return run.await();
        }
    }

    /** Runs it under another program, which is given the launcher and its arguments. */
    static Result runUnder(
            List<String> program, Path workingFolder, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("sh", LAUNCHER.toString()));
        command.addAll(arguments);
        try (CommandRun run = start(workingFolder, environment, command, Path.of("/dev/null"))) {
            return run.await();
        }
    }

    /** Runs the command in a terminal of its own, at which this is typed; all that it says is the output. */
    static Result runAtATerminal(
            Path workingFolder, Map<String, String> environment, List<String> arguments, String typed)
            throws IOException {
        return runAtATerminal(80, workingFolder, environment, arguments, typed);
    }

    /** The same at one that is so wide. */
    static Result runAtATerminal(
            int columns, Path workingFolder, Map<String, String> environment, List<String> arguments, String typed)
            throws IOException {
        Path input = Files.writeString(workingFolder.resolve("typed"), typed);
        List<String> command = atATerminal("stty columns " + columns + " && " + line(arguments));
        try (CommandRun run = start(workingFolder, environment, command, input)) {
            return run.await();
        }
    }

    /**
     * Starts the command in a terminal that gets another width as soon as something is written to a pipe.
     *
     * @param resize the pipe, which has a name
     */
    static CommandRun startAtATerminal(
            int columns,
            int columnsThen,
            Path resize,
            Path workingFolder,
            Map<String, String> environment,
            List<String> arguments)
            throws IOException {
        String line = "stty columns " + columns + "; " + line(arguments) + " & read -r now <'" + resize
                + "'; stty columns " + columnsThen + "; wait";
        return start(workingFolder, environment, atATerminal(line), Path.of("/dev/null"));
    }

    private static String line(List<String> arguments) {
        return "sh '" + LAUNCHER + "'"
                + arguments.stream().map(word -> " '" + word + "'").collect(Collectors.joining());
    }

    private static List<String> atATerminal(String line) {
        return List.of("script", "--quiet", "--return", "--command", line, "/dev/null");
    }

    /** Reads stdout until a line fits; fails if it ends before. */
    void awaitLine(Predicate<String> wanted) throws IOException {
        while (true) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("the command ended first: " + outputLines + Files.readString(errorFile));
            }
            outputLines.add(line);
            if (wanted.test(line)) {
                return;
            }
        }
    }

    /** What it said on stderr so far. */
    String errorSoFar() throws IOException {
        return Files.readString(errorFile);
    }

    /** Sends a signal by its name, such as {@code INT}. */
    void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        try {
            if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("kill failed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Result await() throws IOException {
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            output.lines().forEach(outputLines::add);
            watch.join();
            if (saysEvents) {
                EventSchema.requireValid(outputLines.stream());
            }
            return new Result(process.waitFor(), String.join("\n", outputLines), Files.readString(errorFile));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(errorFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
