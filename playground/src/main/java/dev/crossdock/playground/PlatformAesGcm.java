package dev.crossdock.playground;

import java.util.List;
import javax.crypto.Cipher;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BaseGCMCipher;

/**
 * AES-GCM by the platform's first security provider. MINA's own asks for the JDK's by name, which without its optimising
 * compiler, or before that has done its work, is 40 times slower than a native provider.
 */
final class PlatformAesGcm extends BaseGCMCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int BLOCK_BYTES = 16;

    private PlatformAesGcm(int keyBits) {
        super(NONCE_BYTES, TAG_BYTES, keyBits / Byte.SIZE, "AES", keyBits, "AES/GCM/NoPadding", BLOCK_BYTES);
    }

    /** The same ciphers, with this implementation where there is one. */
    static List<NamedFactory<org.apache.sshd.common.cipher.Cipher>> replacingIn(
            List<NamedFactory<org.apache.sshd.common.cipher.Cipher>> ciphers) {
        return ciphers.stream()
                .map(cipher -> switch (cipher.getName()) {
                    case "aes128-gcm@openssh.com" -> named(cipher.getName(), 128);
                    case "aes256-gcm@openssh.com" -> named(cipher.getName(), 256);
                    default -> cipher;
                })
                .toList();
    }

    @Override
    protected Cipher createCipherInstance(Mode wanted, byte[] key, byte[] nonce) throws Exception {
        super.createCipherInstance(wanted, key, nonce); // takes key and nonce; its cipher is not used
        return Cipher.getInstance(getTransformation());
    }

    private static NamedFactory<org.apache.sshd.common.cipher.Cipher> named(String name, int keyBits) {
        return new NamedFactory<>() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public org.apache.sshd.common.cipher.Cipher create() {
                return new PlatformAesGcm(keyBits);
            }
        };
    }
}
