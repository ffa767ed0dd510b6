package dev.crossdock.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end, and what it said. */
record ProgramRun(int exitCode, String output, String error) {

    private static final long PATIENCE_SECONDS = 300;

    static ProgramRun of(Path folder, List<String> command) throws IOException {
        return of(folder, Map.of(), command);
    }

    /**
     * @param folder where it runs
     * @param environment what is added to its environment
     */
    static ProgramRun of(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path error = Files.createTempFile("crossdock-error", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(error.toFile());
            builder.environment().putAll(new HashMap<>(environment));
            Process process = builder.start();
            Thread watch = Thread.ofVirtual().start(() -> endLate(process));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            watch.join();
            return new ProgramRun(code, output, Files.readString(error));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        } finally {
            Files.deleteIfExists(error);
        }
    }

    private static void endLate(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String everything() {
        return output + error;
    }
}
