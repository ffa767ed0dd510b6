package dev.crossdock.playground;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.crossdock.ByteSize;
import dev.crossdock.FileStat;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/**
 * Both servers as a process of their own, for a command that is tried from outside. Prints what the command needs in
 * its environment and how much memory there is for files and objects, then lives until its standard input ends.
 *
 * <p>Arguments: a folder for the files {@code known_hosts}, {@code password} and {@code identity}, a private key that the
 * user may log in with too; the size of the file that is served, beside a small one; and a key store, with which the
 * store listens for TLS too. Without a size an empty folder is served, in memory and for writing.
 */
public final class PlaygroundServers {

    private static final String PATH = "/out/generated.bin";
    private static final String SMALL_PATH = "/out/small.bin";
    private static final long SMALL_BYTES = 1 << 20;
    private static final String BUCKET = "data";
    private static final int MEMORY_BLOCK_BYTES = 256 << 10;

    private PlaygroundServers() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ServedFiles files = arguments.length > 1 ? generated(ByteSize.parse(arguments[1])) : emptyFolder();
        Optional<Path> keyStore = arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
        KeyPair userKey = newKey();
        try (PlaygroundSftp sftp = PlaygroundSftp.start(files, userKey.getPublic());
                PlaygroundS3 s3 = PlaygroundS3.start(BUCKET, keyStore)) {
            Path knownHosts = Files.writeString(folder.resolve("known_hosts"), sftp.knownHostsLine() + "\n");
            Path password = Files.writeString(folder.resolve("password"), new String(sftp.password()));
            Path identity = writeKey(folder.resolve("identity"), userKey);
            System.out.println(String.join(
                    "\n",
                    "SFTP_HOST=127.0.0.1",
                    "SFTP_PORT=" + sftp.port(),
                    "SFTP_USER=" + PlaygroundSftp.USER,
                    "CROSSDOCK_PASSWORD_FILE=" + password,
                    "CROSSDOCK_KNOWN_HOSTS=" + knownHosts,
                    "IDENTITY=" + identity,
                    "S3_ENDPOINT_URL=" + s3.endpoint(),
                    "TLS_ENDPOINT=" + s3.tlsEndpoint().map(URI::toString).orElse(""),
                    "S3_BUCKET=" + s3.bucket(),
                    "AWS_ACCESS_KEY_ID=" + s3.accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY=" + s3.secretAccessKey(),
                    "AWS_REGION=" + PlaygroundS3.REGION,
                    "MEMORY_BYTES=" + Runtime.getRuntime().maxMemory(),
                    "SMALL_FILE=" + SMALL_PATH,
                    "FILE=" + PATH));
            while (System.in.read() >= 0) {
                // What is said does not matter: only that nobody says anything any more.
            }
        }
        // Jetty's threads would keep the process alive for a while.
        System.exit(0);
    }

    private static ServedFiles generated(long sizeBytes) {
        FileStat stat = FileStat.regular(sizeBytes, 1_700_000_000L);
        FileStat small = FileStat.regular(SMALL_BYTES, 1_700_000_000L);
        return new ServedFiles.Generated(List.of(
                new GeneratedFile(PATH, stat, new GeneratedBytes(1)),
                new GeneratedFile(SMALL_PATH, small, new GeneratedBytes(2))));
    }

    private static ServedFiles emptyFolder() throws IOException {
        Configuration memory = Configuration.unix().toBuilder()
                .setAttributeViews("posix")
                .setBlockSize(MEMORY_BLOCK_BYTES)
                .build();
        return new ServedFiles.Folder(
                Files.createDirectory(Jimfs.newFileSystem(memory).getPath("/served")));
    }

    private static KeyPair newKey() {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", e);
        }
    }

    /** In the form that every SSH client reads, and for its owner alone, as they want it. */
    private static Path writeKey(Path file, KeyPair key) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, PlaygroundSftp.USER, null, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ECDSA on P-256", e);
        }
        return file;
    }
}
