package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import dev.crossdock.telemetry.ProcessFigures;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** The sentences that people read. */
final class Wording {

    private Wording() {}

    /** {@code sftp://… → s3://…   10.0 GiB, 1,237 parts of 8.3 MiB, 2 connections}. */
    static String plan(SourceLocation source, ObjectKey target, TransferPlan plan) {
        String parts = plan.singleRequest()
                ? "1 part"
                : count(plan.parts(), "part", "parts") + " of " + ByteSize.format(plan.partSizeBytes());
        return printable(source + " → " + target) + "   " + ByteSize.format(plan.sizeBytes()) + ", " + parts + ", "
                + count(plan.connections(), "connection", "connections");
    }

    /** {@code Going on with an unfinished upload: 900 parts (7.3 GiB) are stored already}. */
    static String resumed(TransferEvent.Resumed upload) {
        return "Going on with an unfinished upload: " + count(upload.parts(), "part", "parts") + " ("
                + ByteSize.format(upload.bytes()) + ") " + (upload.parts() == 1 ? "is" : "are")
                + " stored already and not sent again";
    }

    /** {@code crossdock: Trying again in 0.42 s to upload part 3, failed 2 times so far: Could not …}. */
    static String retried(TransferEvent.Retried event) {
        return "crossdock: Trying again in " + seconds(event.pause().toNanos() / 1e9) + " to " + printable(event.step())
                + ", failed " + count(event.attempt(), "time", "times") + " so far: "
                + printable(String.valueOf(event.cause().getMessage()));
    }

    /** {@code crossdock: The copy goes on slower, for the store asks for fewer requests: Could not …}. */
    static String slowedDown(TransferEvent.Retried event) {
        return "crossdock: The copy goes on slower, for the store asks for fewer requests: "
                + printable(String.valueOf(event.cause().getMessage()));
    }

    /** {@code ✓ 10.0 GiB in 26.1 s (412 MB/s) · integrity … · 0 retries · memory 131 MiB · disk 0 B}. */
    static String done(TransferReceipt receipt, ProcessFigures figures) {
        double seconds = receipt.elapsed().toNanos() / 1e9;
        String rate = ProgressLine.rate(seconds == 0 ? 0 : receipt.bytes() / seconds);
        return String.format(
                Locale.ROOT,
                "✓ %s in %s (%s) · integrity %s crc32c %s · %s · memory %s · disk %s",
                ByteSize.format(receipt.bytes()),
                seconds(seconds),
                rate,
                receipt.integrity().label(),
                receipt.crc32c().base64(),
                count(receipt.retries(), "retry", "retries"),
                wholeMebibytes(figures.peakMemoryBytes()),
                bytesOrUnknown(figures.diskBytesWritten()));
    }

    /** {@code ✓ 10.0 GiB, 61,625,251 customers, to sftp://… in 26.1 s (412 MB/s) · seed 1 · crc32c … · disk 0 B}. */
    static String made(Generation.Made made, ProcessFigures figures) {
        double seconds = made.elapsed().toNanos() / 1e9;
        return printable(String.format(
                Locale.ROOT,
                "✓ %s, %s, to %s in %s (%s) · seed %d · crc32c %s · memory %s · disk %s",
                ByteSize.format(made.bytes()),
                count(made.rows(), "customer", "customers"),
                made.location(),
                seconds(seconds),
                ProgressLine.rate(seconds == 0 ? 0 : made.bytes() / seconds),
                made.seed(),
                made.crc32c().base64(),
                wholeMebibytes(figures.peakMemoryBytes()),
                bytesOrUnknown(figures.diskBytesWritten())));
    }

    /** The name of the signal that a process ends with this code after. */
    static String signal(ExitCode code) {
        return code == ExitCode.TERMINATED ? "SIGTERM" : "SIGINT";
    }

    /** {@code 1 part}, {@code 1,237 parts}. */
    static String count(long number, String one, String several) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : several);
    }

    /** {@code 7 days}, {@code 90 seconds}: in the largest unit of which it is a whole number. */
    static String age(Duration age) {
        long seconds = age.toSeconds();
        if (seconds != 0 && seconds % 86_400 == 0) {
            return count(seconds / 86_400, "day", "days");
        }
        if (seconds != 0 && seconds % 3600 == 0) {
            return count(seconds / 3600, "hour", "hours");
        }
        return seconds != 0 && seconds % 60 == 0
                ? count(seconds / 60, "minute", "minutes")
                : count(seconds, "second", "seconds");
    }

    /**
     * One sentence of what happened and what to try.
     *
     * @param hint may be empty
     */
    static String error(String message, String hint) {
        String happened = withoutFullStop(printable(message));
        String advice = withoutFullStop(printable(hint));
        return "crossdock: " + happened + (advice.isEmpty() ? "." : "; " + advice + ".");
    }

    /** Without control characters: a file's name must not steer the terminal, nor begin a line of its own. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) || turnsDirection(c) ? ' ' : c));
        return clean.toString();
    }

    /** Marks that turn the direction of text around, and so can make one name look like another. */
    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    private static String withoutFullStop(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
    }

    private static String bytesOrUnknown(OptionalLong bytes) {
        return bytes.isPresent() ? ByteSize.format(bytes.getAsLong()) : "unknown";
    }

    private static String wholeMebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? ((bytes.getAsLong() + (1 << 19)) >> 20) + " MiB" : "unknown";
    }
}
