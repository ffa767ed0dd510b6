package dev.crossdock.cli;

import dev.crossdock.CancelledException;
import dev.crossdock.Crc32c;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import dev.crossdock.playground.CustomersCsv;
import dev.crossdock.sftp.NewFile;
import dev.crossdock.sftp.SftpServer;
import dev.crossdock.sftp.WriteRefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One made-up table, from its header to its name on the server.
 *
 * @param path as {@link SftpServer#create} takes it
 * @param sizeBytes the wished size
 * @param seed what the rows follow from
 * @param replace whether a file of that name may be there
 */
record Generation(String path, long sizeBytes, long seed, boolean replace) {

    private static final int BLOCK_BYTES = 256 << 10;

    Generation {
        requireRoomForARow(sizeBytes);
    }

    /** Refuses a wished size that nothing can be made of. */
    static void requireRoomForARow(long sizeBytes) {
        if (sizeBytes < CustomersCsv.MIN_BYTES) {
            throw new UsageException(
                    "A table of customers has at least " + CustomersCsv.MIN_BYTES + " bytes: a header and a row",
                    "choose a larger size");
        }
    }

    /** What was made. */
    record Made(SourceLocation location, long bytes, long rows, long seed, Crc32c crc32c, Duration elapsed) {}

    /** What became of a file that was not finished, as {@link WriteRefusedException} and the others have no place for it. */
    private record Leftover(@Nullable NewFile file) {

        /** The end of a sentence; empty if there is nothing to say. */
        String words() {
            Optional<String> path = file == null ? Optional.empty() : file.leftBehind();
            return path.map(left -> " (a half-written file may be left there: " + left + ")")
                    .orElse("");
        }
    }

    ExitCode run(SftpServer server, GenerationReport report, Interrupts interrupts) {
        AtomicBoolean stopped = new AtomicBoolean();
        interrupts.onSignal(() -> stopped.set(true));
        NewFile begun = null;
        try (report) {
            begun = server.create(path, replace, sizeBytes);
            try (NewFile file = begun) {
                Made made = write(file, stopped, bytes -> report.progress(bytes, sizeBytes));
                report.close();
                report.finished(made);
                return ExitCode.DONE;
            }
        } catch (CancelledException e) {
            ExitCode code = interrupts.received().orElse(ExitCode.INTERRUPTED);
            String left = new Leftover(begun).words();
            report.failed(
                    code,
                    "Stopped by " + Wording.signal(code) + ": no file was made"
                            + (left.isEmpty() ? ", and nothing is left on the server" : left),
                    "run the same command again");
            return code;
        } catch (WriteRefusedException e) {
            boolean exists = e.reason() == WriteRefusedException.Reason.EXISTS;
            String hint = exists ? "--force replaces it" : e.hint();
            return failed(report, ExitCode.of(e), e, e.getMessage() + new Leftover(begun).words(), hint);
        } catch (SourceException e) {
            return failed(report, ExitCode.of(e), e, e.getMessage() + new Leftover(begun).words(), e.hint());
        }
    }

    private static ExitCode failed(
            GenerationReport report, ExitCode code, Exception cause, String message, String hint) {
        report.failed(code, message, hint);
        Failures.log(cause);
        return code;
    }

    /** Writes the table and publishes it. */
    Made write(NewFile file, AtomicBoolean stopped, LongConsumer progress)
            throws SourceException, WriteRefusedException, CancelledException {
        long start = System.nanoTime();
        CustomersCsv customers = new CustomersCsv(seed, sizeBytes);
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK_BYTES];
        for (int length = customers.fill(block); length > 0; length = customers.fill(block)) {
            if (stopped.get()) {
                throw new CancelledException();
            }
            crc.update(block, 0, length);
            file.write(block, 0, length);
            progress.accept(customers.bytes());
        }
        file.publish();
        return new Made(
                file.location(),
                customers.bytes(),
                customers.rows(),
                seed,
                new Crc32c((int) crc.getValue()),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
