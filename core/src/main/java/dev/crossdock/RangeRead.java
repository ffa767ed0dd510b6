package dev.crossdock;

/** A range of a file that is being read: its requests are under way. */
public interface RangeRead extends AutoCloseable {

    /**
     * Waits until every byte of the range is in its sink.
     *
     * @throws SourceException if it can't be: what the source said, or that it was closed
     */
    void await() throws SourceException;

    /**
     * Gives the range up if it is not complete; whoever awaits it is told so by an exception. When this returns, nothing will be written to the sink any more, so its
     * memory may be given back. Does nothing after a completed read.
     */
    @Override
    void close();
}
