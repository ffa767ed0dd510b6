package dev.crossdock.sftp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password or passphrase: never printed, overwritten when it is not needed any more. */
final class Secret {

    private final char[] characters;

    /** Copies what it is given. */
    Secret(char[] characters) {
        this.characters = characters.clone();
    }

    /** In UTF-8, as SSH sends it (RFC 4252, section 8) and as keys are encrypted with it. */
    byte[] utf8() {
        byte[] room = new byte[4 * characters.length];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
        byte[] bytes = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        return bytes;
    }

    /** As JSch wants it; such a copy can't be overwritten. */
    String text() {
        return new String(characters);
    }

    void erase() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "(a secret)";
    }
}
