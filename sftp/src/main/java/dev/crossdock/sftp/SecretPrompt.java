package dev.crossdock.sftp;

import java.util.Optional;

/** Asks a person for a secret: a password, a key's passphrase, or the answer to a server's own question. */
@FunctionalInterface
public interface SecretPrompt {

    /** Nobody is there. */
    SecretPrompt NOBODY = question -> Optional.empty();

    /**
     * Asks one question, and does not show the answer while it is typed. Called from the thread that connects, never
     * for a connection beyond the first.
     *
     * @param question fit to be shown as it is, without a colon and blank at its end where the server's own has none
     * @return the answer; empty if there is none to be had. The caller may overwrite the array.
     */
    Optional<char[]> ask(String question);
}
