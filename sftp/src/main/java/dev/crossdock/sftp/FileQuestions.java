package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import java.util.Optional;

/** The questions about one file that are asked on one connection. */
final class FileQuestions {

    private static final int OPEN_FOR_READING = 1;

    private final SftpConnection connection;
    private final SourceLocation location;
    private final Lifetime lifetime;

    /**
     * @param location the file as messages name it
     * @param lifetime when it is over, nobody waits for an answer any more
     */
    FileQuestions(SftpConnection connection, SourceLocation location, Lifetime lifetime) {
        this.connection = connection;
        this.location = location;
        this.lifetime = lifetime;
    }

    private Reply await(Exchange asked, int type) throws SourceException, StatusException {
        Runnable giveUp = () -> asked.settle(lifetime.failure());
        lifetime.watch(giveUp);
        try {
            return asked.await(type);
        } finally {
            lifetime.forget(giveUp);
        }
    }

    /** Asks for the real path, without waiting for the answer. */
    Exchange askRealPath(String path) throws SourceException {
        return connection.ask(PacketWriter.request(PacketType.REALPATH).string(path));
    }

    /** The real path, absolute; empty if the server does not resolve this one. */
    Optional<String> realPath(Exchange asked) throws SourceException {
        Reply reply;
        try {
            reply = await(asked, PacketType.NAME);
        } catch (StatusException e) {
            return Optional.empty();
        }
        if (reply.int32() != 1) {
            throw ProtocolFailure.of("not one real path of a file");
        }
        String path = reply.text();
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw ProtocolFailure.of("a real path that is not absolute");
        }
        return Optional.of(path);
    }

    /** What lies at a path, links followed. */
    FileStat stat(String path) throws SourceException {
        try {
            return Attributes.read(
                    await(connection.ask(PacketWriter.request(PacketType.STAT).string(path)), PacketType.ATTRS));
        } catch (StatusException e) {
            throw FileFailure.of(location.toString(), e.status());
        }
    }

    /** Opens the file for reading. It must be known to be a regular one. */
    OpenFile open() throws SourceException {
        try {
            PacketWriter request = PacketWriter.request(PacketType.OPEN)
                    .string(location.path())
                    .int32(OPEN_FOR_READING)
                    .int32(0);
            Reply reply = await(connection.ask(request, this::closeUnwanted), PacketType.HANDLE);
            return new OpenFile(connection, reply.bytes(), location);
        } catch (StatusException e) {
            throw FileFailure.of(location.toString(), e.status());
        }
    }

    /** Who asked for the handle does not wait for it any more. */
    private void closeUnwanted(Reply reply) {
        if (reply.type() == PacketType.HANDLE) {
            try {
                close(new OpenFile(connection, reply.bytes(), location));
            } catch (SourceException e) {
                connection.failed(e);
            }
        }
    }

    /** Asks what is open, without waiting for the answer. */
    Exchange askStatOf(OpenFile handle) throws SourceException {
        return connection.ask(PacketWriter.request(PacketType.FSTAT).string(handle.handle()));
    }

    /** What is open; empty if the server can't say. */
    Optional<FileStat> statOf(Exchange asked) throws SourceException {
        try {
            return Optional.of(Attributes.read(await(asked, PacketType.ATTRS)));
        } catch (StatusException e) {
            return Optional.empty();
        }
    }

    Optional<FileStat> statOf(OpenFile handle) throws SourceException {
        return statOf(askStatOf(handle));
    }

    /** Tells the server that the handle is not needed any more. */
    void close(OpenFile handle) {
        connection.tell(PacketWriter.request(PacketType.CLOSE).string(handle.handle()));
    }

    /** The same, and waits until the server has done it. Whether it liked it is of no interest. */
    void closeNow(OpenFile handle) throws SourceException {
        try {
            await(connection.ask(PacketWriter.request(PacketType.CLOSE).string(handle.handle())), PacketType.STATUS);
        } catch (StatusException e) {
            throw new IllegalStateException("a status was asked for", e);
        }
    }

    /** Waits for a read. */
    void awaitRead(RangeRequest read) throws SourceException {
        Runnable giveUp = read::close;
        lifetime.watch(giveUp);
        try {
            read.await();
        } finally {
            lifetime.forget(giveUp);
        }
    }
}
