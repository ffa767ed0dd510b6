package dev.crossdock.simulator;

import java.nio.file.Path;

/**
 * A defect to plant: one piece of the engine's source, and what stands there instead.
 *
 * @param file name of the source file in the engine's folder
 */
record Mutation(String file, String original, String replacement) {

    /** Relative to this module's folder, where Maven runs its tests. */
    static final Path ENGINE = Path.of("../core/src/main/java/dev/crossdock/engine");

    Path path() {
        return ENGINE.resolve(file);
    }

    /**
     * The source of {@link #file} with the defect in it.
     *
     * @throws IllegalStateException if the piece is not there exactly once: the engine has moved on, and so must this
     */
    String in(String source) {
        int first = source.indexOf(original);
        if (first < 0 || first != source.lastIndexOf(original)) {
            throw new IllegalStateException(
                    path() + " does not hold this exactly once, so the defect can't be planted: " + original);
        }
        return source.replace(original, replacement);
    }
}
