package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One small question to the server, and its answer. */
final class Exchange extends Owed implements Asker {

    private final SftpConnection connection;
    private final byte[] packet;
    private final Consumer<Reply> undo;
    private @Nullable Reply reply;

    Exchange(SftpConnection connection, byte[] packet) {
        this(connection, packet, reply -> {});
    }

    /** @param undo is handed an answer that comes when nobody waits for it any more */
    Exchange(SftpConnection connection, byte[] packet, Consumer<Reply> undo) {
        super(connection.stallNanos());
        this.connection = connection;
        this.packet = packet;
        this.undo = undo;
    }

    @Override
    List<SftpConnection> owing() {
        return List.of(connection);
    }

    @Override
    public void lost(SourceException cause) {
        settle(cause);
    }

    byte[] packet() {
        return packet;
    }

    void answer(Reply answer) {
        boolean late;
        lock.lock();
        try {
            late = isDone();
            reply = answer;
            settle(null);
        } finally {
            lock.unlock();
        }
        if (late) {
            undo.accept(answer);
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
