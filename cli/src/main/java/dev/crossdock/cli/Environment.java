package dev.crossdock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment, with the {@code .env} file of the working folder behind it. A variable of the environment hides one of
 * the file even if it is empty; an empty one counts as not set. Holds secrets: it has no text form.
 */
final class Environment {

    private static final String FILE_NAME = ".env";

    private final Map<String, String> process;
    private final Map<String, String> file;

    private Environment(Map<String, String> process, Map<String, String> file) {
        this.process = Map.copyOf(process);
        Map<String, String> notHidden = new HashMap<>(file);
        notHidden.keySet().removeAll(process.keySet());
        this.file = Map.copyOf(notHidden);
    }

    /**
     * @param process what the process was given
     * @param folder where a {@code .env} may lie
     * @throws UsageException if one lies there and can't be read
     */
    static Environment of(Map<String, String> process, Path folder) {
        Path path = folder.resolve(FILE_NAME);
        if (!Files.isRegularFile(path)) { // a folder of that name is a Python environment
            return ofProcess(process);
        }
        try {
            return new Environment(process, DotEnv.parse(Files.readString(path)));
        } catch (IOException e) {
            throw new UsageException(
                    "The .env file in the working folder can't be read",
                    "make it readable and UTF-8, or run the command in another folder");
        }
    }

    /** Without any file. */
    static Environment ofProcess(Map<String, String> process) {
        return new Environment(process, Map.of());
    }

    Optional<String> get(String name) {
        return nonEmpty(process, name).or(() -> nonEmpty(file, name));
    }

    /**
     * A variable that describes the server named by {@code SFTP_HOST}: what was written for one server is not sent to
     * another. One from the environment is held against the environment's {@code SFTP_HOST}, one from the file against
     * that which holds there.
     */
    Optional<String> ofServer(String name, String host) {
        Optional<String> fromProcess = nonEmpty(process, name);
        Optional<String> describedHost = fromProcess.isPresent() ? nonEmpty(process, "SFTP_HOST") : get("SFTP_HOST");
        if (describedHost.isPresent() && !describedHost.get().equalsIgnoreCase(host)) {
            return Optional.empty();
        }
        return get(name);
    }

    /** What only the file says. */
    Map<String, String> fileOnly() {
        return file;
    }

    /** Whether the process itself was given any of these. */
    boolean processHasAny(List<String> names) {
        return names.stream().anyMatch(name -> nonEmpty(process, name).isPresent());
    }

    private static Optional<String> nonEmpty(Map<String, String> values, String name) {
        @Nullable String value = values.get(name);
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
