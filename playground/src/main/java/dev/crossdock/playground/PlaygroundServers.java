package dev.crossdock.playground;

import dev.crossdock.ByteSize;
import dev.crossdock.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Both servers as a process of their own, for a command that is tried from outside. Prints what the command needs in
 * its environment, then lives until its standard input ends.
 *
 * <p>Arguments: a folder for the {@code known_hosts} and {@code password} files, and the size of the one file.
 */
public final class PlaygroundServers {

    private static final String PATH = "/out/generated.bin";
    private static final String BUCKET = "data";

    private PlaygroundServers() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        FileStat stat = FileStat.regular(ByteSize.parse(arguments[1]), 1_700_000_000L);
        GeneratedFile file = new GeneratedFile(PATH, stat, new GeneratedBytes(1));
        try (PlaygroundSftp sftp = PlaygroundSftp.start(new ServedFiles.Generated(List.of(file)));
                PlaygroundS3 s3 = PlaygroundS3.start(BUCKET)) {
            Path knownHosts = Files.writeString(folder.resolve("known_hosts"), sftp.knownHostsLine() + "\n");
            Path password = Files.writeString(folder.resolve("password"), new String(sftp.password()));
            System.out.println(String.join(
                    "\n",
                    "SFTP_HOST=127.0.0.1",
                    "SFTP_PORT=" + sftp.port(),
                    "SFTP_USER=" + PlaygroundSftp.USER,
                    "CROSSDOCK_PASSWORD_FILE=" + password,
                    "CROSSDOCK_KNOWN_HOSTS=" + knownHosts,
                    "S3_ENDPOINT_URL=" + s3.endpoint(),
                    "S3_BUCKET=" + s3.bucket(),
                    "AWS_ACCESS_KEY_ID=" + s3.accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY=" + s3.secretAccessKey(),
                    "AWS_REGION=" + PlaygroundS3.REGION,
                    "FILE=" + PATH));
            while (System.in.read() >= 0) {
                // What is said does not matter: only that nobody says anything any more.
            }
        }
        // Jetty's threads would keep the process alive for a while.
        System.exit(0);
    }
}
