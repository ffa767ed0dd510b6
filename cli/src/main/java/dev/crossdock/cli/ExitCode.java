package dev.crossdock.cli;

import dev.crossdock.CancelledException;
import dev.crossdock.IntegrityException;
import dev.crossdock.PlanException;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import dev.crossdock.sftp.WriteRefusedException;
import java.util.Arrays;

/** What the process tells its caller. Scripts rely on the numbers: they never change their meaning. */
enum ExitCode {
    DONE(0),
    /** A mistake in Crossdock itself. */
    DEFECT(1),
    USAGE(2),
    /** Credentials or a host key were refused, at either end. */
    ACCESS(3),
    SOURCE_UNREADABLE(4),
    SOURCE_CHANGED(5),
    INTEGRITY(6),
    /** The store or the network failed, after retries where those could help. */
    FAILED(7),
    TARGET_EXISTS(9),
    /** The object may be there or not: nobody can say. */
    UNCONFIRMED(10),
    INTERRUPTED(130),
    TERMINATED(143);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** What another run of the command ended with. */
    static ExitCode ofRun(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(FAILED);
    }

    static ExitCode of(TransferException failure) {
        return switch (failure) {
            case SourceException source -> of(source.kind());
            case StoreException store -> of(store.kind());
            case IntegrityException integrity -> INTEGRITY;
            case PlanException plan -> USAGE;
            case CancelledException cancelled -> INTERRUPTED;
        };
    }

    static ExitCode of(WriteRefusedException refusal) {
        return switch (refusal.reason()) {
            case EXISTS -> TARGET_EXISTS;
            case FORBIDDEN -> ACCESS;
            case NOT_FOUND, NO_SPACE, FAILED -> FAILED;
        };
    }

    private static ExitCode of(SourceException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION, HOST_KEY -> ACCESS;
            case NOT_FOUND, UNREADABLE -> SOURCE_UNREADABLE;
            case CHANGED -> SOURCE_CHANGED;
            case PROTOCOL, NETWORK -> FAILED;
        };
    }

    private static ExitCode of(StoreException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION, FORBIDDEN -> ACCESS;
            case TARGET_EXISTS -> ExitCode.TARGET_EXISTS;
            case NO_SUCH_BUCKET,
                    NO_SUCH_UPLOAD,
                    PARTS_REPLACED,
                    REJECTED,
                    THROTTLED,
                    UNAVAILABLE,
                    UNREACHABLE,
                    NO_ANSWER -> FAILED;
        };
    }
}
