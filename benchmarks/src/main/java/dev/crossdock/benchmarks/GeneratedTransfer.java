package dev.crossdock.benchmarks;

import dev.crossdock.ByteRange;
import dev.crossdock.ByteSize;
import dev.crossdock.FileStat;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.playground.GeneratedFile;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the command as a process of its own between an SFTP server whose one file is made up while it is read and a store
 * that keeps only sizes and checksums, and then compares what arrived with what was made up.
 *
 * <p>Arguments: the command, and the file's size.
 */
final class GeneratedTransfer {

    private GeneratedTransfer() {}

    public static void main(String[] arguments) throws Exception {
        Path command = Path.of(arguments[0]);
        long size = ByteSize.parse(arguments[1]);
        GeneratedBytes content = new GeneratedBytes(42);
        GeneratedFile file = new GeneratedFile("/out/generated.bin", FileStat.regular(size, 1_700_000_000L), content);
        Path secrets = Files.createTempDirectory("crossdock-generated");
        Path knownHosts = secrets.resolve("known_hosts");
        Path password = secrets.resolve("password");
        try (PlaygroundSftp sftp = PlaygroundSftp.start(new ServedFiles.Generated(List.of(file)));
                DiscardingS3 store = new DiscardingS3()) {
            Files.writeString(knownHosts, sftp.knownHostsLine() + "\n");
            Files.writeString(password, new String(sftp.password()));
            ProcessBuilder process = new ProcessBuilder(
                    command.toString(),
                    "cp",
                    "--json",
                    "--known-hosts",
                    knownHosts.toString(),
                    "--password-file",
                    password.toString(),
                    "--endpoint",
                    store.endpoint().toString(),
                    sftp.location(file.path()).toString(),
                    "s3://data/generated.bin");
            process.environment().put("AWS_ACCESS_KEY_ID", "anyone");
            process.environment().put("AWS_SECRET_ACCESS_KEY", "anything");
            process.environment().put("AWS_REGION", "us-east-1");
            process.redirectError(ProcessBuilder.Redirect.INHERIT);
            Process running = process.start();
            String last = "";
            try (var lines = running.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    last = line;
                }
            }
            int exit = running.waitFor();
            System.out.println(last);
            boolean equal =
                    store.storedBytes() == size && store.crc32c().equals(content.crc32c(new ByteRange(0, size)));
            System.out.println("exit " + exit + ", what the store received is "
                    + (equal ? "equal to the source" : "NOT EQUAL to the source"));
        } finally {
            Files.deleteIfExists(knownHosts);
            Files.deleteIfExists(password);
            Files.deleteIfExists(secrets);
        }
        System.exit(0);
    }
}
