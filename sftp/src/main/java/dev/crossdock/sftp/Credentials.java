package dev.crossdock.sftp;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one account may be entered with, shared by all connections: secrets that were given, and those that a person was
 * asked for. Nobody is asked the same twice.
 */
final class Credentials {

    private final List<Path> identities;
    private final @Nullable Path agentSocket;
    private final @Nullable Secret passphrase;
    private final SecretPrompt prompt;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Secret password;

    /**
     * @param identities private keys that the caller named; if empty, the usual ones are tried
     * @param agentSocket where the ssh-agent listens whose keys are to be used, if one is
     */
    Credentials(
            List<Path> identities,
            @Nullable Path agentSocket,
            @Nullable Secret password,
            @Nullable Secret passphrase,
            SecretPrompt prompt) {
        this.identities = List.copyOf(identities);
        this.agentSocket = agentSocket;
        this.password = password;
        this.passphrase = passphrase;
        this.prompt = prompt;
    }

    List<Path> identities() {
        return identities;
    }

    Optional<Path> agentSocket() {
        return Optional.ofNullable(agentSocket);
    }

    Optional<Secret> passphrase() {
        return Optional.ofNullable(passphrase);
    }

    /** Whether a password is at hand. */
    boolean hasPassword() {
        asking.lock();
        try {
            return password != null;
        } finally {
            asking.unlock();
        }
    }

    boolean canAsk() {
        return !prompt.equals(SecretPrompt.NOBODY);
    }

    /** The password; asked for and kept if there is none and {@code mayAsk}. */
    Optional<Secret> password(String question, boolean mayAsk) {
        asking.lock();
        try {
            if (password == null && mayAsk) {
                password = ask(question).orElse(null);
            }
            return Optional.ofNullable(password);
        } finally {
            asking.unlock();
        }
    }

    /** A secret that is good for once. */
    Optional<Secret> ask(String question) {
        return prompt.ask(question).map(answer -> {
            Secret secret = new Secret(answer);
            Arrays.fill(answer, '\0');
            return secret;
        });
    }

    void erase() {
        asking.lock();
        try {
            if (password != null) {
                password.erase();
            }
            if (passphrase != null) {
                passphrase.erase();
            }
        } finally {
            asking.unlock();
        }
    }
}
