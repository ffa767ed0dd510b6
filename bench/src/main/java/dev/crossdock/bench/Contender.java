package dev.crossdock.bench;

import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A way to move a file from the server to the store, as a program that is run anew each time.
 *
 * @param name what people call it
 * @param command how it is run for a job
 */
public record Contender(String name, Function<Job, Command> command) {

    /**
     * What is to be moved.
     *
     * @param folder an empty one of this run's own, for what a contender wants to keep on a local disk
     */
    public record Job(SourceLocation file, ObjectKey target, Path folder) {}

    /**
     * A program with its arguments.
     *
     * @param environment what is added to this process's own
     * @param elsewhere where it runs, if not here; it then gets none of this process's variables that speak of servers
     *     and stores
     */
    public record Command(List<String> words, Map<String, String> environment, Optional<Path> elsewhere) {

        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }
}
