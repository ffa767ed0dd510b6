package dev.crossdock.cli;

import dev.crossdock.telemetry.ProcessFigures;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is written to a disk on this process's account, and is not the work's. */
final class OtherDiskWrites {

    private static final List<String> FILES_OF_THE_JDK = List.of(
            "lib/libnet.so",
            "lib/libnio.so",
            "lib/libextnet.so",
            "lib/tzdb.dat",
            "conf/net.properties",
            "conf/jaxp.properties",
            "conf/logging.properties");
    /** All of its files are read as the first cipher is made. */
    private static final String FOLDER_OF_THE_JDK = "conf/security/policy/unlimited";
    /** What is read to find out the address behind a name. */
    private static final List<String> FILES_OF_THE_SYSTEM = List.of(
            "/etc/gai.conf", "/etc/host.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/passwd");

    private static final List<Path> STREAMS = List.of(Path.of("/proc/self/fd/1"), Path.of("/proc/self/fd/2"));

    private OtherDiskWrites() {}

    /**
     * What was written to a disk on behalf of this process before its work begins; 0 where that is unknown: the shell
     * made the file that the output goes to, and the file system notes, once a day for each file, that it was read. The
     * files that the work needs are read here, so that this is over before anything is counted.
     *
     * @param filesOfTheUser what else the work will read: keys, known hosts; those that do not exist do no harm
     */
    static long bytesByStarting(List<Path> filesOfTheUser) {
        for (String file : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            readOneByte(Path.of(file));
        }
        Path java = Path.of(System.getProperty("java.home", ""));
        for (String file : FILES_OF_THE_JDK) {
            readOneByte(java.resolve(file));
        }
        readOneByteOfEach(java.resolve(FOLDER_OF_THE_JDK));
        FILES_OF_THE_SYSTEM.forEach(file -> readOneByte(Path.of(file)));
        filesOfTheUser.forEach(OtherDiskWrites::readOneByte);
        return ProcessFigures.diskBytesWrittenByProcess().orElse(0);
    }

    private static void readOneByteOfEach(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(OtherDiskWrites::readOneByte);
        } catch (IOException | DirectoryIteratorException e) {
            // another Java may have another folder
        }
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
    static long bytesByThread() {
        return ProcessFigures.diskBytesWrittenByThread().orElse(0);
    }
}
