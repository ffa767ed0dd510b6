package dev.crossdock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One version of one file, as 128 bits of a SHA-256 over host, port, user, real path, size and modification time. It is
 * stamped on the object as metadata, so that a finished transfer is recognised and a lost answer can be settled, and it
 * gives the part size its residue.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record SourceIdentity(String hex) {

    /** Part sizes are whole MiB plus a residue below this many bytes. */
    public static final int RESIDUE_BOUND = 1 << 20;

    public SourceIdentity {
        if (!hex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("an identity is 32 hexadecimal digits, not '" + hex + "'");
        }
    }

    /** The identity of the version that {@code stat} describes of the file at {@code location}. */
    public static SourceIdentity of(SourceLocation location, FileStat stat) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (String text : new String[] {location.host(), location.user(), location.path()}) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
            sha256.update(utf8);
        }
        sha256.update(ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(location.port())
                .putLong(stat.sizeBytes())
                .putLong(stat.modifiedEpochSeconds())
                .flip());
        return new SourceIdentity(HexFormat.of().formatHex(sha256.digest(), 0, 16));
    }

    /** The bytes that a part size of this version has beyond whole MiB: 0 to {@link #RESIDUE_BOUND} − 1. */
    public int residueBytes() {
        return Integer.parseInt(hex.substring(0, 5), 16);
    }
}
