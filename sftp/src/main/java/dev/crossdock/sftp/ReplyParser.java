package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Cuts the bytes that arrive on an SFTP channel into replies, wherever they were split on their way. JSch writes into it
 * on the session's thread. The bytes of a file are handed on from where they lie; only the small replies are collected,
 * in a buffer whose bound is checked before it grows.
 *
 * <p>A server that breaks the protocol makes {@link #write(byte[], int, int)} throw, once; what follows is ignored.
 */
final class ReplyParser extends OutputStream {

    /** No reply but DATA has reason to be longer; OpenSSH itself takes no packet above 256 KiB. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    /** Type and id: what every packet's length counts at least. */
    private static final int TYPE_AND_ID = 5;

    private static final int HEADER_BYTES = 4 + TYPE_AND_ID;
    private static final int DATA_HEADER_BYTES = HEADER_BYTES + 4;

    private enum Expecting {
        HEADER,
        BODY,
        PAYLOAD,
        NOTHING
    }

    private final ReplyHandler handler;
    private final byte[] header = new byte[DATA_HEADER_BYTES];
    private byte[] body = new byte[1024];

    private Expecting expecting = Expecting.HEADER;
    private int headerNeeded = HEADER_BYTES;
    private int collected;
    private int missing;

    ReplyParser(ReplyHandler handler) {
        this.handler = handler;
    }

    @Override
    public void write(int single) throws SourceException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws SourceException {
        int end = from + length;
        int at = from;
        try {
            while (at < end) {
                at = switch (expecting) {
                    case HEADER -> takeHeader(bytes, at, end);
                    case BODY -> takeBody(bytes, at, end);
                    case PAYLOAD -> takePayload(bytes, at, end);
                    case NOTHING -> end;
                };
            }
        } catch (SourceException e) {
            fail(e);
            throw e;
        } catch (RuntimeException e) {
            // JSch would swallow some of these.
            SourceException cause = new SourceException(
                    SourceException.Kind.PROTOCOL,
                    "A reply could not be taken in: " + e + ".",
                    ProtocolFailure.HINT,
                    e);
            fail(cause);
            throw cause;
        }
    }

    private void fail(SourceException cause) {
        expecting = Expecting.NOTHING;
        handler.failed(cause);
    }

    @Override
    public void close() {
        handler.ended();
    }

    private int takeHeader(byte[] bytes, int from, int end) throws SourceException {
        int count = Math.min(headerNeeded - collected, end - from);
        System.arraycopy(bytes, from, header, collected, count);
        collected += count;
        if (collected == headerNeeded) {
            headerIsHere();
        }
        return from + count;
    }

    private void headerIsHere() throws SourceException {
        int length = int32(0);
        int type = header[4];
        if (type == PacketType.DATA) {
            if (headerNeeded == HEADER_BYTES) {
                headerNeeded = DATA_HEADER_BYTES;
                return;
            }
            int payload = int32(HEADER_BYTES);
            if (payload < 0 || length != payload + DATA_HEADER_BYTES - 4) {
                throw ProtocolFailure.of("a DATA reply whose lengths contradict each other");
            }
            handler.dataStarts(int32(TYPE_AND_ID), payload);
            begin(Expecting.PAYLOAD, payload);
        } else {
            if (length < TYPE_AND_ID || length - TYPE_AND_ID > MAX_BODY_BYTES) {
                throw ProtocolFailure.of("a reply of type " + (type & 0xff) + " that says it has "
                        + Integer.toUnsignedString(length) + " bytes");
            }
            begin(Expecting.BODY, length - TYPE_AND_ID);
        }
        if (missing == 0) {
            finish();
        }
    }

    private void begin(Expecting next, int bytes) {
        expecting = next;
        collected = 0;
        missing = bytes;
    }

    private int takeBody(byte[] bytes, int from, int end) throws SourceException {
        int count = Math.min(missing, end - from);
        if (collected + count > body.length) {
            body = Arrays.copyOf(body, Math.max(2 * body.length, collected + count));
        }
        System.arraycopy(bytes, from, body, collected, count);
        collected += count;
        missing -= count;
        if (missing == 0) {
            finish();
        }
        return from + count;
    }

    private int takePayload(byte[] bytes, int from, int end) throws SourceException {
        int count = Math.min(missing, end - from);
        handler.payload(bytes, from, count);
        missing -= count;
        if (missing == 0) {
            finish();
        }
        return from + count;
    }

    private void finish() throws SourceException {
        boolean data = expecting == Expecting.PAYLOAD;
        int length = collected;
        begin(Expecting.HEADER, 0);
        headerNeeded = HEADER_BYTES;
        if (data) {
            handler.dataEnds();
        } else {
            handler.reply(header[4] & 0xff, int32(TYPE_AND_ID), body, length);
        }
    }

    private int int32(int at) {
        return (header[at] & 0xff) << 24
                | (header[at + 1] & 0xff) << 16
                | (header[at + 2] & 0xff) << 8
                | (header[at + 3] & 0xff);
    }
}
