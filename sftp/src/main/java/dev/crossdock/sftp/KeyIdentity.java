package dev.crossdock.sftp;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSchException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A private key in a file, unlocked only when the server has said that it would accept it. JSch by itself would ask for
 * the passphrase of every key first.
 */
final class KeyIdentity implements Identity {

    private final Identity inner;
    private final Credentials credentials;
    private final boolean mayAsk;
    private final ReentrantLock lock;
    private boolean stayedLocked;

    private KeyIdentity(Identity inner, Credentials credentials, boolean mayAsk, ReentrantLock lock) {
        this.inner = inner;
        this.credentials = credentials;
        this.mayAsk = mayAsk;
        this.lock = lock;
    }

    /** A key for the first connection, for which a person may be asked. */
    static KeyIdentity of(Identity inner, Credentials credentials) {
        return new KeyIdentity(inner, credentials, true, new ReentrantLock());
    }

    /** The same key for a further connection. */
    KeyIdentity withoutAsking() {
        return new KeyIdentity(inner, credentials, false, lock);
    }

    /** Whether it was wanted and could not be unlocked. */
    boolean stayedLocked() {
        return stayedLocked;
    }

    /** Whether it can sign as it is. */
    boolean isUnlocked() {
        lock.lock();
        try {
            return !inner.isEncrypted();
        } finally {
            lock.unlock();
        }
    }

    private boolean unlock() {
        lock.lock();
        try {
            if (!inner.isEncrypted()) {
                return true;
            }
            if (opens(credentials.passphrase())
                    || (mayAsk && opens(credentials.ask("Passphrase for " + inner.getName())))) {
                return true;
            }
            stayedLocked = true;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean opens(Optional<Secret> passphrase) {
        if (passphrase.isEmpty()) {
            return false;
        }
        byte[] bytes = passphrase.get().utf8();
        try {
            return inner.setPassphrase(bytes);
        } catch (JSchException e) {
            return false;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The public half, if it can be had without unlocking. */
    byte @Nullable [] publicKeyIfKnown() {
        return inner.getPublicKeyBlob();
    }

    @Override
    public byte @Nullable [] getPublicKeyBlob() {
        byte[] blob = inner.getPublicKeyBlob();
        // Old formats hide the public half too.
        return blob == null && unlock() ? inner.getPublicKeyBlob() : blob;
    }

    @Override
    public byte @Nullable [] getSignature(byte[] data) {
        return unlock() ? inner.getSignature(data) : null;
    }

    @Override
    public byte @Nullable [] getSignature(byte[] data, String algorithm) {
        return unlock() ? inner.getSignature(data, algorithm) : null;
    }

    @Override
    public boolean setPassphrase(byte @Nullable [] passphrase) {
        return true;
    }

    @Override
    public String getAlgName() {
        return inner.getAlgName();
    }

    @Override
    public String getName() {
        return inner.getName();
    }

    /** Not as far as JSch is concerned. */
    @Override
    public boolean isEncrypted() {
        return false;
    }

    /** Nothing: the key is shared by all sessions. */
    @Override
    public void clear() {}
}
