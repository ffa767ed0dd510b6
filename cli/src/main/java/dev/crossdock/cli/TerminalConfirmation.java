package dev.crossdock.cli;

import java.io.Console;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks on the terminal. Whatever is not a yes, the end of the input too, is a no. */
final class TerminalConfirmation implements Confirmation {

    private final Console console;

    private TerminalConfirmation(Console console) {
        this.console = console;
    }

    /** One that asks if somebody sits at a terminal, else one that knows that nobody does. */
    @SuppressWarnings(
            "SystemConsoleNull") // java.base's own console, which the launcher asks for, is null without a terminal
    static Confirmation ofProcess() {
        @Nullable Console console = System.console();
        return console == null ? Confirmation.NOBODY : new TerminalConfirmation(console);
    }

    @Override
    public Optional<Boolean> confirm(List<String> which, String question) {
        which.forEach(line -> console.format("  %s%n", Wording.printable(line)));
        @Nullable String answer = console.readLine("%s [y/N] ", Wording.printable(question));
        return Optional.of(answer != null && isYes(answer));
    }

    private static boolean isYes(String answer) {
        String word = answer.strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
