package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be compared.
 *
 * @param sizesBytes the wished sizes of the files, in ascending order
 * @param rounds how often each contender runs at each size; at large sizes once, unless that was asked for
 * @param seed what the files' contents follow from
 * @param folder where downloads go
 * @param plot where the picture goes
 */
record BenchPlan(List<Long> sizesBytes, OptionalInt rounds, long seed, Path folder, Optional<Path> plot) {

    private static final int MAX_ROUNDS = 1000;
    static final int USUAL_ROUNDS = 3;
    /** Files larger than this take minutes, and swing less. */
    private static final long ONCE_ABOVE_BYTES = 4L << 30;

    /** By embedded servers: the file, and the parts of its object beside what they are put together to. */
    private static final int KEPT_TIMES = 3;

    /** File systems that are no disk. */
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /** @throws UsageException if it can't be carried out on this machine */
    static BenchPlan of(
            Collection<Long> sizesBytes, OptionalInt rounds, long seed, @Nullable Path folder, @Nullable Path plot) {
        List<Long> sizes = sizesBytes.stream().sorted().distinct().toList();
        sizes.forEach(Generation::requireRoomForARow);
        if (rounds.isPresent() && (rounds.getAsInt() < 1 || rounds.getAsInt() > MAX_ROUNDS)) {
            throw new UsageException(
                    "--rounds is a number between 1 and " + MAX_ROUNDS + ", not " + rounds.getAsInt(),
                    "choose another");
        }
        Path place = folder != null ? folder : Path.of(System.getProperty("java.io.tmpdir", "."));
        requireRoom(place, sizes.getLast());
        if (plot != null) {
            requireWritable(plot);
        }
        return new BenchPlan(sizes, rounds, seed, place, Optional.ofNullable(plot));
    }

    /**
     * Holds the largest file against what servers have that keep everything in memory.
     *
     * @throws UsageException if it does not fit
     */
    void requireThatServersCanKeepIt(long memoryBytes) {
        if (sizesBytes.getLast() > memoryBytes / KEPT_TIMES) {
            throw new UsageException(
                    "The embedded servers keep everything in memory, the file once and its object twice while it is put"
                            + " together, and have " + ByteSize.format(memoryBytes) + "; the largest file has "
                            + ByteSize.format(sizesBytes.getLast()),
                    "choose smaller --sizes, or name servers of your own: crossdock bench sftp://host/folder/"
                            + " s3://bucket/prefix/");
        }
    }

    /** How often each contender runs at a size. */
    int roundsAt(long sizeBytes) {
        return rounds.orElse(sizeBytes > ONCE_ABOVE_BYTES ? 1 : USUAL_ROUNDS);
    }

    /** How often at most. */
    int mostRounds() {
        return roundsAt(sizesBytes.getFirst());
    }

    String roundsInWords() {
        int most = mostRounds();
        boolean same = roundsAt(sizesBytes.getLast()) == most;
        return Wording.count(most, "round", "rounds") + (same ? "" : ", one round above 4 GiB");
    }

    private static void requireRoom(Path folder, long bytes) {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UsageException(
                    "There is no folder " + folder + " that can be written to, for downloads", "name one by --folder");
        }
        try {
            FileStore disk = Files.getFileStore(folder);
            if (disk.getUsableSpace() < bytes) {
                throw new UsageException(
                        "The folder for downloads, " + folder + ", has room for "
                                + ByteSize.format(disk.getUsableSpace()) + ", and the largest file has "
                                + ByteSize.format(bytes),
                        "make room, name another by --folder, or choose smaller --sizes");
            }
        } catch (IOException e) {
            Failures.log(e); // then the download itself will find out
        }
    }

    private static void requireWritable(Path plot) {
        Path folder = plot.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(plot)) {
            throw new UsageException("The file " + plot + " that --plot names can't be written", "name another");
        }
    }

    /** Whether downloads cost memory that belongs to no process, instead of a disk. */
    boolean downloadsToMemory() {
        try {
            return IN_MEMORY.contains(Files.getFileStore(folder).type());
        } catch (IOException e) {
            return false;
        }
    }
}
