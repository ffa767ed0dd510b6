package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import org.jspecify.annotations.Nullable;

/** One small question to the server, and its answer. */
final class Exchange extends Owed {

    private final byte[] packet;
    private @Nullable Reply reply;

    Exchange(SftpConnection connection, byte[] packet) {
        super(connection);
        this.packet = packet;
    }

    byte[] packet() {
        return packet;
    }

    void answer(Reply answer) {
        lock.lock();
        try {
            reply = answer;
            settle(null);
        } finally {
            lock.unlock();
        }
    }

    /** The answer of whatever type. */
    Reply await() throws SourceException {
        awaitSettled();
        lock.lock();
        try {
            if (reply == null) {
                throw new IllegalStateException("settled without an answer");
            }
            return reply;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The answer if it has the type that was hoped for.
     *
     * @throws StatusException if it is a STATUS
     */
    Reply await(int type) throws SourceException, StatusException {
        Reply answer = await();
        if (answer.type() == type) {
            return answer;
        }
        if (answer.type() == PacketType.STATUS) {
            throw new StatusException(Status.read(answer));
        }
        throw ProtocolFailure.of("a reply of type " + answer.type() + " where " + type + " was asked for");
    }
}
