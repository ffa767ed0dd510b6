package dev.crossdock.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * Where the programs of real servers are, and the one rule for a missing one: on a person's machine the tests that need
 * it are skipped, where they are required they fail. They are required when the environment variable {@code CI} or
 * {@code CROSSDOCK_REQUIRE_SERVERS} is set to anything but {@code false}.
 *
 * <p>They are looked for in {@code CROSSDOCK_SERVERS/bin} if that variable is set, else in
 * {@code ${XDG_CACHE_HOME:-~/.cache}/crossdock/servers/bin}, where {@code dev/install-servers} puts them; then on the
 * {@code PATH}; then in the folders for programs that run as a service.
 */
public final class RealServers {

    private final Map<String, String> environment;

    RealServers(Map<String, String> environment) {
        this.environment = environment;
    }

    /** As this process sees them. */
    public static RealServers ofThisMachine() {
        return new RealServers(System.getenv());
    }

    /** Where a program is. */
    public Optional<Path> find(String program) {
        return folders().stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * Where a program is.
     *
     * @throws TestAbortedException if it is missing and the tests may be skipped
     * @throws AssertionError if it is missing and they may not
     */
    public Path require(String program) {
        Optional<Path> found = find(program);
        if (found.isPresent()) {
            return found.get();
        }
        String message = program + " is not installed: run dev/install-servers";
        if (required()) {
            throw new AssertionError(message);
        }
        throw new TestAbortedException(message);
    }

    private boolean required() {
        return isSet("CI") || isSet("CROSSDOCK_REQUIRE_SERVERS");
    }

    private boolean isSet(String variable) {
        String value = environment.getOrDefault(variable, "");
        return !value.isEmpty() && !value.equalsIgnoreCase("false");
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        folders.add(cache().resolve("bin"));
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        folders.add(Path.of("/usr/sbin"));
        folders.add(Path.of("/usr/local/sbin"));
        return folders;
    }

    private Path cache() {
        String given = environment.getOrDefault("CROSSDOCK_SERVERS", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = base.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".cache") : Path.of(base);
        return caches.resolve("crossdock").resolve("servers");
    }
}
