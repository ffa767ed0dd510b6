package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;

/** Reads an ATTRS reply (draft-ietf-secsh-filexfer-02, section 5). */
final class Attributes {

    private static final int SIZE = 0x1;
    private static final int UID_GID = 0x2;
    private static final int PERMISSIONS = 0x4;
    private static final int TIMES = 0x8;

    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_REGULAR = 0100000;
    private static final int TYPE_DIRECTORY = 0040000;

    private Attributes() {}

    /**
     * What the reply says of a file. A server that gives no type is believed to speak of a regular file, one that gives
     * no modification time leaves it unknown.
     *
     * @throws SourceException if the size of a regular file is missing or negative
     */
    static FileStat read(Reply reply) throws SourceException {
        int flags = reply.int32();
        long size = (flags & SIZE) != 0 ? reply.int64() : -1;
        if ((flags & UID_GID) != 0) {
            reply.int32();
            reply.int32();
        }
        FileStat.Kind kind = (flags & PERMISSIONS) != 0 ? kind(reply.int32()) : FileStat.Kind.REGULAR;
        long modified = FileStat.UNKNOWN_TIME;
        if ((flags & TIMES) != 0) {
            reply.int32();
            modified = reply.int32() & 0xffffffffL;
        }
        if (size < 0) {
            if (kind == FileStat.Kind.REGULAR) {
                throw new SourceException(
                        SourceException.Kind.UNREADABLE,
                        "The server does not say how large the file is.",
                        "only a file of known size can be moved");
            }
            size = 0;
        }
        return new FileStat(size, modified, kind);
    }

    private static FileStat.Kind kind(int permissions) {
        return switch (permissions & TYPE_MASK) {
            case TYPE_DIRECTORY -> FileStat.Kind.DIRECTORY;
            // No type bits at all: a server that only knows rwx.
            case TYPE_REGULAR, 0 -> FileStat.Kind.REGULAR;
            default -> FileStat.Kind.SPECIAL;
        };
    }
}
