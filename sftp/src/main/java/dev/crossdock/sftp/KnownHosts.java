package dev.crossdock.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files that say which host has which key. Read anew for each connection, as ssh does: somebody may have added to
 * them meanwhile.
 */
final class KnownHosts {

    private static final Path OF_THE_MACHINE = Path.of("/etc/ssh/ssh_known_hosts");

    private final Path file;
    private final List<Path> files;
    private final ReentrantLock writing = new ReentrantLock();

    private KnownHosts(Path file, List<Path> files) {
        this.file = file;
        this.files = files;
    }

    /** One file that the caller named; it need not exist. */
    static KnownHosts in(Path file) {
        return new KnownHosts(file, List.of(file));
    }

    /** The user's own file and the machine's, where ssh looks. */
    static KnownHosts usual() {
        Path own = Path.of(System.getProperty("user.home"), ".ssh", "known_hosts");
        return new KnownHosts(own, List.of(own, OF_THE_MACHINE));
    }

    /** The file that is added to, and named in messages. */
    Path file() {
        return file;
    }

    List<KnownHost> read() throws IOException {
        List<KnownHost> all = new ArrayList<>();
        for (Path each : files) {
            try {
                // Comments may be in any encoding: read so that no byte is an error.
                for (String line : Files.readAllLines(each, StandardCharsets.ISO_8859_1)) {
                    KnownHost.parse(line).ifPresent(all::add);
                }
            } catch (NoSuchFileException e) {
                // Then nobody is known by it.
            }
        }
        return all;
    }

    /** Adds a line for a host; makes the file, and the folder it is in, if they are not there. */
    void add(String name, String keyType, byte[] key) throws IOException {
        String line = name + " " + keyType + " " + Base64.getEncoder().encodeToString(key) + "\n";
        writing.lock();
        try {
            create();
            byte[] present = Files.readAllBytes(file);
            boolean needsLineEnd = present.length > 0 && present[present.length - 1] != '\n';
            Files.writeString(file, (needsLineEnd ? "\n" : "") + line, StandardOpenOption.APPEND);
        } finally {
            writing.unlock();
        }
    }

    private void create() throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Optional<Path> folder = Optional.ofNullable(file.toAbsolutePath().getParent());
        if (folder.isPresent() && Files.notExists(folder.get())) {
            if (posix) {
                Files.createDirectories(
                        folder.get(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder.get());
            }
        }
        if (Files.notExists(file)) {
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        }
    }
}
