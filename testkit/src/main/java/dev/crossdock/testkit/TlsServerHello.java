package dev.crossdock.testkit;

import java.nio.ByteBuffer;

/**
 * The first that a TLS 1.3 server says, which is not encrypted (RFC 8446, section 4.1.3): it shows whether the handshake
 * goes on with an earlier session or is made in full, certificate and all.
 */
public final class TlsServerHello {

    private static final byte HANDSHAKE = 22;
    private static final byte SERVER_HELLO = 2;
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int LENGTH_VERSION_AND_RANDOM_BYTES = 3 + 2 + 32;
    private static final int CIPHER_AND_COMPRESSION_BYTES = 2 + 1;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int PRE_SHARED_KEY = 41;

    private final boolean goesOn;

    private TlsServerHello(boolean goesOn) {
        this.goesOn = goesOn;
    }

    /**
     * Reads one.
     *
     * @param beginning what came first from the server
     * @throws IllegalArgumentException if that is no ServerHello of TLS 1.3
     */
    public static TlsServerHello read(byte[] beginning) {
        ByteBuffer hello = ByteBuffer.wrap(beginning);
        if (beginning.length < RECORD_HEADER_BYTES
                || hello.get() != HANDSHAKE
                || hello.get(RECORD_HEADER_BYTES) != SERVER_HELLO) {
            throw new IllegalArgumentException("no ServerHello");
        }
        hello.position(RECORD_HEADER_BYTES + 1 + LENGTH_VERSION_AND_RANDOM_BYTES);
        skip(hello, hello.get() & 0xff); // the session's id
        skip(hello, CIPHER_AND_COMPRESSION_BYTES);
        int end = (hello.getShort() & 0xffff) + hello.position();
        boolean version13 = false;
        boolean goesOn = false;
        while (hello.position() < end) {
            int type = hello.getShort();
            skip(hello, hello.getShort() & 0xffff);
            version13 |= type == SUPPORTED_VERSIONS;
            goesOn |= type == PRE_SHARED_KEY;
        }
        if (!version13) {
            throw new IllegalArgumentException("a ServerHello of an older TLS, which tells it in another way");
        }
        return new TlsServerHello(goesOn);
    }

    private static void skip(ByteBuffer hello, int bytes) {
        hello.position(hello.position() + bytes);
    }

    /** Whether it goes on with an earlier session. */
    public boolean goesOnWithASession() {
        return goesOn;
    }
}
