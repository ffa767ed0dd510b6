package dev.crossdock.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operating system says this process has used. Linux keeps such books under {@code /proc}; elsewhere most of it
 * is unknown. Looking costs some system calls: not for every part that moves.
 *
 * @param residentMemoryBytes the resident set now (VmRSS)
 * @param peakMemoryBytes the largest resident set so far (VmHWM)
 * @param diskBytesWritten bytes that the process caused to be written to a disk
 * @param cpu processor time of all threads
 */
public record ProcessFigures(
        OptionalLong residentMemoryBytes,
        OptionalLong peakMemoryBytes,
        OptionalLong diskBytesWritten,
        Optional<Duration> cpu) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path IO = Path.of("/proc/self/io");
    private static final Path THREAD_IO = Path.of("/proc/thread-self/io");

    /** As things stand. */
    public static ProcessFigures now() {
        return now(0);
    }

    /**
     * As things stand.
     *
     * @param othersDiskBytes what was written to a disk for other reasons than the work's, and does not count
     */
    public static ProcessFigures now(long othersDiskBytes) {
        String status = read(STATUS);
        OptionalLong written = diskBytesWrittenByProcess();
        return new ProcessFigures(
                kibibytes(status, "VmRSS:"),
                kibibytes(status, "VmHWM:"),
                written.isPresent()
                        ? OptionalLong.of(Math.max(0, written.getAsLong() - othersDiskBytes))
                        : OptionalLong.empty(),
                ProcessHandle.current().info().totalCpuDuration());
    }

    /** What the kernel counts for this process as written to a disk, since it began. */
    public static OptionalLong diskBytesWrittenByProcess() {
        return number(read(IO), "write_bytes:");
    }

    /** The same for the calling thread alone. */
    public static OptionalLong diskBytesWrittenByThread() {
        return number(read(THREAD_IO), "write_bytes:");
    }

    private static OptionalLong kibibytes(String table, String name) {
        OptionalLong kibibytes = number(table, name);
        return kibibytes.isPresent() ? OptionalLong.of(kibibytes.getAsLong() << 10) : kibibytes;
    }

    /** Empty where there is no such file. */
    private static String read(Path table) {
        try {
            return Files.readString(table);
        } catch (IOException e) {
            return "";
        }
    }

    /** The number in the line of a table that begins with {@code name}. */
    static OptionalLong number(String table, String name) {
        return table.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replaceAll("[^0-9]", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
