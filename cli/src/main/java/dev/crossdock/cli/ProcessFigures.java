package dev.crossdock.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operating system says this process has used. Linux keeps such books under {@code /proc}; elsewhere most of it
 * is unknown.
 *
 * @param peakMemoryBytes the largest resident set so far (VmHWM)
 * @param diskBytesWritten bytes that the process caused to be written to a disk, without its own output where that goes
 *     to a file
 * @param cpu processor time of all threads
 */
record ProcessFigures(OptionalLong peakMemoryBytes, OptionalLong diskBytesWritten, Optional<Duration> cpu) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path IO = Path.of("/proc/self/io");
    private static final List<String> FILES_OF_THE_JDK =
            List.of("lib/libnet.so", "lib/libnio.so", "lib/libextnet.so", "lib/tzdb.dat", "conf/net.properties");
    private static final List<Path> STREAMS = List.of(Path.of("/proc/self/fd/1"), Path.of("/proc/self/fd/2"));
    private static final Path THREAD_IO = Path.of("/proc/thread-self/io");

    /**
     * As things stand.
     *
     * @param outputDiskBytes what was written to a disk because the command's output goes to a file
     */
    static ProcessFigures now(long outputDiskBytes) {
        OptionalLong peakKibibytes = number(STATUS, "VmHWM:");
        OptionalLong written = number(IO, "write_bytes:");
        return new ProcessFigures(
                peakKibibytes.isPresent() ? OptionalLong.of(peakKibibytes.getAsLong() << 10) : OptionalLong.empty(),
                written.isPresent()
                        ? OptionalLong.of(Math.max(0, written.getAsLong() - outputDiskBytes))
                        : OptionalLong.empty(),
                ProcessHandle.current().info().totalCpuDuration());
    }

    /**
     * What was written to a disk on behalf of this process before its work begins; 0 where that is unknown: the shell
     * made the file that the output goes to, and the file system notes, once a day for each file, that it was read. The
     * files that the work needs are read here, so that this is over before anything is counted.
     */
    static long diskBytesWrittenByStarting() {
        for (String file : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            readOneByte(Path.of(file));
        }
        Path java = Path.of(System.getProperty("java.home", ""));
        for (String file : FILES_OF_THE_JDK) {
            readOneByte(java.resolve(file));
        }
        return number(IO, "write_bytes:").orElse(0);
    }

    private static void readOneByte(Path file) {
        if (Files.isRegularFile(file)) {
            try (InputStream bytes = Files.newInputStream(file)) {
                int unused = bytes.read();
            } catch (IOException e) {
                // whoever needs the file will say so
            }
        }
    }

    /** Whether stdout or stderr goes to a file, as far as that can be known. */
    static boolean outputIsAFile() {
        return STREAMS.stream().anyMatch(Files::isRegularFile);
    }

    /** What the calling thread has caused to be written to a disk; 0 where that is unknown. */
    static long diskBytesWrittenByThread() {
        return number(THREAD_IO, "write_bytes:").orElse(0);
    }

    private static OptionalLong number(Path table, String name) {
        try {
            return number(Files.readString(table), name);
        } catch (IOException e) {
            return OptionalLong.empty();
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
