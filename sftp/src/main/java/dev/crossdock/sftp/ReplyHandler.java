package dev.crossdock.sftp;

import dev.crossdock.SourceException;

/** What {@link ReplyParser} finds, in the order in which it stands on the wire. Called by one thread. */
interface ReplyHandler {

    /**
     * A DATA reply begins: {@link #payload} follows until {@code length} bytes are handed over, then {@link #dataEnds}.
     *
     * @param id which request it answers
     * @param length the bytes of the file it holds, 0 or more
     */
    void dataStarts(int id, int length) throws SourceException;

    /** The next bytes of the file, in the buffer they arrived in. */
    void payload(byte[] bytes, int from, int length) throws SourceException;

    void dataEnds() throws SourceException;

    /**
     * Any other reply, whole.
     *
     * @param id which request it answers; of a VERSION packet, the version
     * @param body what follows the id, in a buffer that will be used again
     */
    void reply(int type, int id, byte[] body, int length) throws SourceException;

    /** The server broke the protocol, or the handler said so; nothing will follow. */
    void failed(SourceException cause);

    /** Nothing will follow. May be called more than once. */
    void ended();
}
