package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import java.util.Optional;
import java.util.OptionalLong;

/** The requests about one path by which something is written, renamed or deleted. Each waits for its answer. */
final class WriteQuestions {

    private static final String POSIX_RENAME = "posix-rename@openssh.com";
    private static final String FREE_SPACE = "statvfs@openssh.com";

    private static final int WRITE = 0x02;
    private static final int CREATE = 0x08;
    private static final int EXCLUSIVE = 0x20;

    private final SftpConnection connection;

    WriteQuestions(SftpConnection connection) {
        this.connection = connection;
    }

    SftpConnection connection() {
        return connection;
    }

    /** What lies at a path, links followed; empty if nothing does, or if the server does not say. */
    Optional<FileStat> stat(String path) throws SourceException {
        try {
            return Optional.of(Attributes.read(
                    ask(PacketWriter.request(PacketType.STAT).string(path)).await(PacketType.ATTRS)));
        } catch (StatusException e) {
            return Optional.empty();
        }
    }

    /** What an open file is; empty if the server does not say. */
    Optional<FileStat> statOf(byte[] handle) throws SourceException {
        try {
            return Optional.of(Attributes.read(
                    ask(PacketWriter.request(PacketType.FSTAT).string(handle)).await(PacketType.ATTRS)));
        } catch (StatusException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a file that must not be there yet, and opens it for writing.
     *
     * @return its handle
     */
    byte[] create(String path) throws SourceException, StatusException {
        PacketWriter request = PacketWriter.request(PacketType.OPEN)
                .string(path)
                .int32(WRITE | CREATE | EXCLUSIVE)
                .int32(0);
        byte[] handle = ask(request).await(PacketType.HANDLE).bytes();
        if (handle.length > OpenFile.MAX_HANDLE_BYTES) {
            throw ProtocolFailure.of("a handle of " + handle.length + " bytes");
        }
        return handle;
    }

    /** What the server says became of the writes before, as far as it learns of that only now. */
    Status close(byte[] handle) throws SourceException {
        return status(PacketWriter.request(PacketType.CLOSE).string(handle));
    }

    /** Renames; what has the new name already is in the way, or with {@code replace} gone. */
    Status rename(String from, String to, boolean replace) throws SourceException {
        if (replace) {
            Status replaced = status(PacketWriter.request(PacketType.EXTENDED)
                    .string(POSIX_RENAME)
                    .string(from)
                    .string(to));
            if (replaced.code() != StatusCode.OP_UNSUPPORTED) {
                return replaced;
            }
            // Whether there was anything to delete is of no interest.
            Status unused = delete(to);
        }
        return status(PacketWriter.request(PacketType.RENAME).string(from).string(to));
    }

    Status delete(String path) throws SourceException {
        return status(PacketWriter.request(PacketType.REMOVE).string(path));
    }

    /**
     * How much the account may still write where a path is (OpenSSH's PROTOCOL, section 4.4); empty if the server does
     * not say.
     */
    OptionalLong freeBytes(String path) throws SourceException {
        Reply reply = ask(PacketWriter.request(PacketType.EXTENDED)
                        .string(FREE_SPACE)
                        .string(path))
                .await();
        if (reply.type() != PacketType.EXTENDED_REPLY) {
            return OptionalLong.empty();
        }
        reply.int64(); // the block size that is good for writing
        long unitBytes = reply.int64();
        reply.int64(); // units in all
        reply.int64(); // units that are free for root
        long free = reply.int64();
        return unitBytes <= 0 || free < 0 || free > Long.MAX_VALUE / unitBytes
                ? OptionalLong.empty()
                : OptionalLong.of(unitBytes * free);
    }

    private Status status(PacketWriter request) throws SourceException {
        return statusOf(ask(request));
    }

    /** Waits for an answer that can be nothing but a status. */
    static Status statusOf(Exchange asked) throws SourceException {
        Reply reply = asked.await();
        if (reply.type() != PacketType.STATUS) {
            throw ProtocolFailure.of("a reply of type " + reply.type() + " where a status was due");
        }
        return Status.read(reply);
    }

    private Exchange ask(PacketWriter request) throws SourceException {
        return connection.ask(request);
    }
}
