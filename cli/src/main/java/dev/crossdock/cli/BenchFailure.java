package dev.crossdock.cli;

import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.sftp.WriteRefusedException;
import org.jspecify.annotations.Nullable;

/** A comparison can't go on. Neither text holds a secret. */
final class BenchFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String hint;

    BenchFailure(ExitCode code, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    BenchFailure(ExitCode code, String message, String hint) {
        this(code, message, hint, null);
    }

    static BenchFailure of(SourceException e) {
        return new BenchFailure(ExitCode.of(e), String.valueOf(e.getMessage()), e.hint(), e);
    }

    static BenchFailure of(StoreException e) {
        return new BenchFailure(ExitCode.of(e), String.valueOf(e.getMessage()), e.hint(), e);
    }

    static BenchFailure of(WriteRefusedException e) {
        return new BenchFailure(ExitCode.of(e), String.valueOf(e.getMessage()), e.hint(), e);
    }

    ExitCode code() {
        return code;
    }

    String hint() {
        return hint;
    }

    /** Says it, to programs too. */
    static void say(BenchFailure failure, boolean json, Terminal terminal) {
        String message = String.valueOf(failure.getMessage());
        if (json) {
            new JsonLines(terminal).failed(failure.code(), message, failure.hint());
        } else {
            terminal.message(Wording.error(message, failure.hint()));
        }
    }
}
