package dev.crossdock.cli;

import dev.crossdock.sftp.SecretPrompt;
import java.io.Console;
import java.util.Optional;

/** Asks for passwords and passphrases on the terminal, without showing them; has no answer where there is none. */
final class TerminalPrompt implements SecretPrompt {

    @Override
    public Optional<char[]> ask(String question) {
        Console console = System.console();
        return console == null
                ? Optional.empty()
                : Optional.ofNullable(console.readPassword("%s ", Wording.printable(question)));
    }
}
