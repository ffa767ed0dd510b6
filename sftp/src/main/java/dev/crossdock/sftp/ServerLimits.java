package dev.crossdock.sftp;

import dev.crossdock.SourceException;

/**
 * How much a server gives per READ. OpenSSH says so by its extension {@code limits@openssh.com} (PROTOCOL, section 4.8);
 * others are asked for no more than every server has to take.
 */
final class ServerLimits {

    static final int PROTOCOL_VERSION = 3;

    static final String EXTENSION = "limits@openssh.com";

    /** More than 32 KiB some servers cut, drop or even corrupt. */
    static final int CAUTIOUS_READ_BYTES = 32 * 1024;

    /** OpenSSH's own answer; nothing is won by more. */
    static final int MAX_READ_BYTES = 261_120;

    /** Less makes no sense: a server that says so is not believed. */
    private static final int MIN_READ_BYTES = 512;

    private ServerLimits() {}

    /** The reply if the server speaks the right version. */
    static Reply checked(int version, Reply reply) throws SourceException {
        if (version != PROTOCOL_VERSION) {
            throw ProtocolFailure.of("version " + Integer.toUnsignedString(version) + ", where version 3 was offered");
        }
        return reply;
    }

    /** Whether a VERSION reply announces the extension. */
    static boolean announced(Reply version) throws SourceException {
        while (version.hasMore()) {
            String name = version.text();
            String data = version.text();
            if (name.equals(EXTENSION) && data.equals("1")) {
                return true;
            }
        }
        return false;
    }

    /** What a READ may ask for, according to the reply to the extended request. */
    static int readBytes(Reply limits) throws SourceException {
        if (limits.type() != PacketType.EXTENDED_REPLY) {
            return CAUTIOUS_READ_BYTES;
        }
        long maxPacketBytes = limits.int64();
        long maxReadBytes = limits.int64();
        // Zero means that the server does not say.
        if (maxReadBytes < MIN_READ_BYTES || maxPacketBytes < 0) {
            return CAUTIOUS_READ_BYTES;
        }
        return (int) Math.min(maxReadBytes, MAX_READ_BYTES);
    }
}
