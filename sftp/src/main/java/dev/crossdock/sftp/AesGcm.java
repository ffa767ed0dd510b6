package dev.crossdock.sftp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM for SSH packets (RFC 5647), in place of JSch's own, which decrypts each packet within one array. Every
 * provider answers that by an array of its own, filled and thrown away per packet; here a buffer is kept instead. It is
 * direct where the provider is native, so that nothing is copied on the way there and back.
 *
 * <p>Public, with public constructors, only because JSch makes it by its name. Used by one thread at a time.
 */
public abstract sealed class AesGcm implements com.jcraft.jsch.Cipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int AES_BLOCK_BYTES = 16;
    private static final String NATIVE_PROVIDER = "Conscrypt";

    private final int keyBytes;
    private int cipherMode;
    private @Nullable SecretKeySpec key;
    private @Nullable Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private long packets;
    private boolean direct;
    private ByteBuffer input = ByteBuffer.allocate(0);
    private ByteBuffer output = ByteBuffer.allocate(0);

    AesGcm(int keyBytes) {
        this.keyBytes = keyBytes;
    }

    /** aes128-gcm@openssh.com. */
    public static final class Aes128 extends AesGcm {

        public Aes128() {
            super(16);
        }
    }

    /** aes256-gcm@openssh.com. */
    public static final class Aes256 extends AesGcm {

        public Aes256() {
            super(32);
        }
    }

    /** The block size, which is what JSch asks for by this name. */
    @Override
    public int getIVSize() {
        return AES_BLOCK_BYTES;
    }

    /** The key's size, which is what JSch asks for by this name. */
    @Override
    public int getBlockSize() {
        return keyBytes;
    }

    @Override
    public int getTagSize() {
        return TAG_BYTES;
    }

    @Override
    public boolean isCBC() {
        return false;
    }

    @Override
    public boolean isAEAD() {
        return true;
    }

    @Override
    public void init(int mode, byte[] keyMaterial, byte[] nonceMaterial) throws GeneralSecurityException {
        cipherMode = mode == ENCRYPT_MODE ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        key = new SecretKeySpec(keyMaterial, 0, keyBytes, "AES");
        System.arraycopy(nonceMaterial, 0, nonce, 0, NONCE_BYTES);
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
        nextPacket();
        direct = cipher.getProvider().getName().equals(NATIVE_PROVIDER);
    }

    private void nextPacket() throws GeneralSecurityException {
        required().init(cipherMode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    }

    private Cipher required() {
        if (cipher == null) {
            throw new IllegalStateException("not initialized");
        }
        return cipher;
    }

    /** The packet's length, which is not encrypted but authenticated. */
    @Override
    public void updateAAD(byte[] bytes, int from, int length) {
        required().updateAAD(bytes, from, length);
    }

    /** JSch never calls it for this mode: a packet comes whole. */
    @Override
    public void update(byte[] from, int at, int length, byte[] to, int toAt) {
        throw new UnsupportedOperationException("a packet comes whole");
    }

    @Override
    public void doFinal(byte[] from, int at, int length, byte[] to, int toAt) throws GeneralSecurityException {
        makeRoom(length + TAG_BYTES);
        input.clear().put(from, at, length).flip();
        if (direct) {
            output.clear();
            required().doFinal(input, output);
            output.flip();
            output.get(to, toAt, output.remaining());
        } else {
            required().doFinal(input.array(), input.arrayOffset(), length, to, toAt);
        }
        advanceNonce();
        nextPacket();
    }

    private void makeRoom(int bytes) {
        if (input.capacity() < bytes) {
            int capacity = Math.max(bytes, 2 * input.capacity());
            input = direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
            output = direct ? ByteBuffer.allocateDirect(capacity) : output;
        }
    }

    /** The last eight bytes count packets (RFC 5647, section 7.1); that they come round again is the end. */
    private void advanceNonce() {
        if (++packets == 0) {
            throw new IllegalStateException("a nonce would be used again");
        }
        for (int at = NONCE_BYTES - 1; at >= NONCE_BYTES - Long.BYTES && ++nonce[at] == 0; at--) {
            // carries over to the next
        }
    }
}
