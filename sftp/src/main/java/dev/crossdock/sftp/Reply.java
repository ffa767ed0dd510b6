package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A small reply, read from its beginning. What would lie beyond its end is a protocol error. */
final class Reply {

    private final int type;
    private final byte[] body;
    private int at;

    Reply(int type, byte[] body, int length) {
        this.type = type;
        this.body = Arrays.copyOf(body, length);
    }

    int type() {
        return type;
    }

    boolean hasMore() {
        return at < body.length;
    }

    int int32() throws SourceException {
        need(4);
        int value = (body[at] & 0xff) << 24
                | (body[at + 1] & 0xff) << 16
                | (body[at + 2] & 0xff) << 8
                | (body[at + 3] & 0xff);
        at += 4;
        return value;
    }

    long int64() throws SourceException {
        long high = int32();
        return high << 32 | (int32() & 0xffffffffL);
    }

    byte[] bytes() throws SourceException {
        int length = int32();
        if (length < 0) {
            throw beyondItsEnd();
        }
        need(length);
        at += length;
        return Arrays.copyOfRange(body, at - length, at);
    }

    String text() throws SourceException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private void need(int count) throws SourceException {
        if (count > body.length - at) {
            throw beyondItsEnd();
        }
    }

    private SourceException beyondItsEnd() {
        return ProtocolFailure.of("a reply of type " + type + " that is shorter than what it should hold");
    }
}
