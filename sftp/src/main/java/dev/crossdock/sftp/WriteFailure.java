package dev.crossdock.sftp;

import dev.crossdock.ByteSize;
import dev.crossdock.SourceLocation;
import dev.crossdock.sftp.WriteRefusedException.Reason;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Says in our words why something can't be written. */
final class WriteFailure {

    /** With less than this there is no room for the next few requests. */
    private static final long FULL_BYTES = 4L << 20;

    private WriteFailure() {}

    /** The file could not be begun. */
    static WriteRefusedException beginning(SourceLocation file, Status status) {
        return switch (status.code()) {
            case NO_SUCH_FILE ->
                refused(
                        Reason.NOT_FOUND,
                        "There is no folder for " + file + " on the server.",
                        "make it first, or check the path",
                        status);
            case PERMISSION_DENIED -> forbidden("write " + file, status);
            default -> failed("begin to write " + file, status);
        };
    }

    /** There is no point in beginning. */
    static WriteRefusedException noRoom(SourceLocation file, long freeBytes, long expectedBytes) {
        return refused(
                Reason.NO_SPACE,
                "The server's disk has room for " + ByteSize.format(freeBytes) + ", and " + file + " is to have "
                        + ByteSize.format(expectedBytes) + ".",
                "make room there, or choose a smaller size",
                null);
    }

    /**
     * A piece of the file could not be written.
     *
     * @param free what the server says it has room for
     */
    static WriteRefusedException writing(SourceLocation file, long offset, OptionalLong free, Status status) {
        if (free.isPresent() && free.getAsLong() < FULL_BYTES) {
            return refused(
                    Reason.NO_SPACE,
                    "The server's disk was full after " + ByteSize.format(offset) + " of " + file + ".",
                    "make room there, or choose a smaller size",
                    status);
        }
        return switch (status.code()) {
            case PERMISSION_DENIED -> forbidden("write " + file, status);
            default ->
                refused(
                        Reason.FAILED,
                        "The server failed to write " + file + " after " + ByteSize.format(offset) + ": "
                                + status.words() + ".",
                        "look whether its disk or the account's quota is full",
                        status);
        };
    }

    static WriteRefusedException exists(SourceLocation file) {
        return refused(Reason.EXISTS, file + " exists already.", "choose another name, or delete it first", null);
    }

    static WriteRefusedException folder(SourceLocation file) {
        return refused(Reason.EXISTS, file + " is a folder.", "name a file in it", null);
    }

    /** The server holds another size than was written. */
    static WriteRefusedException cut(SourceLocation file, long written, long found) {
        return refused(
                Reason.FAILED,
                "The server took " + written + " bytes of " + file + ", and has " + found + ".",
                "look at the server's own log, and at its disk",
                null);
    }

    /** The finished file could not get its name. */
    static WriteRefusedException naming(SourceLocation file, Status status) {
        return status.code() == StatusCode.PERMISSION_DENIED
                ? forbidden("give " + file + " its name", status)
                : failed("give " + file + " its name, which somebody else may have used meanwhile", status);
    }

    static WriteRefusedException deleting(SourceLocation file, Status status) {
        return switch (status.code()) {
            case NO_SUCH_FILE -> refused(Reason.NOT_FOUND, "There is no file " + file + ".", "check the path", status);
            case PERMISSION_DENIED -> forbidden("delete " + file, status);
            default -> failed("delete " + file, status);
        };
    }

    private static WriteRefusedException forbidden(String action, Status status) {
        return refused(
                Reason.FORBIDDEN,
                "The server does not permit to " + action + ".",
                "ask for write permission on its folder",
                status);
    }

    private static WriteRefusedException failed(String action, Status status) {
        return refused(
                Reason.FAILED,
                "The server could not " + action + ": " + status.words() + ".",
                "the server's own log may say more",
                status);
    }

    private static WriteRefusedException refused(Reason reason, String message, String hint, @Nullable Status status) {
        return new WriteRefusedException(reason, message, hint, status == null ? null : new StatusException(status));
    }
}
