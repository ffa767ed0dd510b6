package dev.crossdock.cli;

import dev.crossdock.sftp.SecretPrompt;
import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for passwords and passphrases on the terminal, without showing them. */
final class TerminalPrompt implements SecretPrompt {

    private final Console console;

    private TerminalPrompt(Console console) {
        this.console = console;
    }

    /** A prompt if somebody sits at a terminal, else one that knows that nobody does. */
    @SuppressWarnings(
            "SystemConsoleNull") // java.base's own console, which the launcher asks for, is null without a terminal
    static SecretPrompt ofProcess() {
        @Nullable Console console = System.console();
        return console == null ? SecretPrompt.NOBODY : new TerminalPrompt(console);
    }

    @Override
    public Optional<char[]> ask(String question) {
        return Optional.ofNullable(console.readPassword("%s ", Wording.printable(question)));
    }
}
