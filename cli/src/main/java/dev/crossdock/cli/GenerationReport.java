package dev.crossdock.cli;

/** What is said of one made-up file, to whoever reads it. */
sealed interface GenerationReport extends AutoCloseable permits GenerationText, GenerationJson {

    /** Called often; says something now and then. */
    void progress(long bytes, long ofBytes);

    void finished(Generation.Made made);

    /**
     * No success.
     *
     * @param message what happened to what
     * @param hint what to try; may be empty
     */
    void failed(ExitCode code, String message, String hint);

    /** Nothing more is said of progress. Comes before the end is told; may come again. */
    @Override
    void close();
}
