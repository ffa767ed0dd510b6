package dev.crossdock.cli;

import dev.crossdock.engine.Cleanup;

/** What is said of a clean-up, to whoever reads it. */
sealed interface CleanupReport permits CleanupText, CleanupJson {

    /** What became of an unfinished upload. */
    enum Action {
        ABORTED("aborted"),
        WOULD_BE_ABORTED("would be aborted"),
        /** Not recognised, which one without parts never is, and nobody said that it may go. */
        KEPT("kept: not recognised as begun by Crossdock"),
        /** It could not be aborted. */
        FAILED("could not be aborted");

        private final String words;

        Action(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * What a clean-up did in all.
     *
     * @param aborted how many uploads were aborted, or would be
     * @param bytes what the store held of those
     * @param kept how many were old enough, but are somebody else's or nobody knows whose
     * @param younger how many were left alone because they were begun, or got a part, too recently
     * @param dryRun whether nothing was really done
     */
    record Summary(TargetPrefix target, int aborted, long bytes, int kept, int younger, boolean dryRun) {}

    void upload(Cleanup.Leftover upload, Action action);

    /** The end, if nothing failed. */
    void finished(Summary summary);

    /**
     * Something was not done.
     *
     * @param message what happened to what
     * @param hint what to try; may be empty
     */
    void failed(ExitCode code, String message, String hint);
}
