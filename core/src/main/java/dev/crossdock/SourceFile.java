package dev.crossdock;

/**
 * One file on a server, the port at the inbound end. Opened by its adapter without any network traffic; the first
 * {@link #stat} connects. All methods may be called from any thread, several at once.
 *
 * <p>Retrying is the engine's: a method makes one attempt. An adapter may open further connections by itself and
 * replaces a lost one when it is next asked for something.
 */
public interface SourceFile extends AutoCloseable {

    /** Where the file is; after the first {@link #stat} with its real path. */
    SourceLocation location();

    /**
     * What the server says of the file now. Asked before anything is read and again before anything becomes visible.
     *
     * @throws SourceException of kind {@code NOT_FOUND}, {@code UNREADABLE}, {@code AUTHENTICATION}, {@code HOST_KEY} or
     *     {@code NETWORK}
     */
    FileStat stat() throws SourceException;

    /**
     * Says how many bytes are going to be read, so that connections worth having are opened meanwhile. Never fails:
     * a connection that is refused beyond the first means that there are as many as there can be.
     *
     * @return how many connections the source means to read with at first, at least 1
     */
    int expect(long bytes);

    /** With how many connections the file is open now: 0 before it was opened and after it was closed. Never blocks. */
    int connections();

    /** In which order the file may be read, as far as is known now. It may become {@code ASCENDING} at any time. */
    Access access();

    /** In which order a server lets a file be read. */
    enum Access {
        /** Any range at any time, again if need be. */
        ANY_ORDER,
        /** From the beginning to the end, each byte once: one range after the other, in ascending order. */
        ASCENDING
    }

    /**
     * Starts to read a range, and returns: it is asked for as there is room. The file that is read is the one the first {@link #stat}
     * described; if it is not any more, or ends within the range, the read fails with kind {@code CHANGED}.
     *
     * @param range within the file's size
     * @param sink takes every byte exactly once, from the source's own threads, one call at a time
     */
    RangeRead read(ByteRange range, BlockSink sink) throws SourceException;

    /** Ends every read under way and gives up what was opened for this file. */
    @Override
    void close();
}
