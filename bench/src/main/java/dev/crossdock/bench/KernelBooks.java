package dev.crossdock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What Linux knows of processes, under {@code /proc}. Elsewhere nothing is known. */
final class KernelBooks {

    private static final Path PROC = Path.of("/proc");
    private static final Path OWN_IO = PROC.resolve("self").resolve("io");

    private KernelBooks() {}

    /**
     * Bytes that this process caused to be written to a disk, and each of its children that has ended, with the
     * children's own: the kernel adds up what a child did when its end is noted. So the difference over the life of a
     * child is the child's.
     */
    static OptionalLong diskBytesWithEndedChildren() {
        return number(OWN_IO, "write_bytes:");
    }

    /** The most that a process and those it started, as far as they live, have had resident; added up. */
    static long peakMemoryBytes(long pid) {
        Path process = PROC.resolve(String.valueOf(pid));
        long sum = number(process.resolve("status"), "VmHWM:").orElse(0) << 10;
        try {
            Path children = process.resolve("task").resolve(String.valueOf(pid)).resolve("children");
            for (String child : Files.readString(children).strip().split(" ", -1)) {
                if (!child.isEmpty()) {
                    sum += peakMemoryBytes(Long.parseLong(child));
                }
            }
        } catch (IOException e) {
            // It has ended, or the kernel does not tell: then it counts without children.
        }
        return sum;
    }

    private static OptionalLong number(Path table, String name) {
        try {
            return Files.readString(table)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
