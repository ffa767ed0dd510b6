package dev.crossdock.cli;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.crossdock.ByteRange;
import dev.crossdock.ByteSize;
import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.playground.GeneratedFile;
import dev.crossdock.playground.PlaygroundS3;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The whole job on one machine: the only class that knows the playground. */
final class Demo {

    private static final String PATH = "/out/customers.csv";
    private static final String KEY = "in/customers.csv";
    private static final String BUCKET = "demo";
    private static final int COMPARED_AT_ONCE = 256 << 10;

    private final Terminal terminal;
    private final long sizeBytes;
    private final TransferChoices choices;
    private final OutputOptions output;

    Demo(Terminal terminal, long sizeBytes, TransferChoices choices, OutputOptions output) {
        this.terminal = terminal;
        this.sizeBytes = sizeBytes;
        this.choices = choices;
        this.output = output;
    }

    /** Never ends with success if a byte differs. */
    ExitCode run() throws IOException {
        Interrupts interrupts = Interrupts.install(terminal);
        GeneratedBytes content = new GeneratedBytes(System.nanoTime());
        FileStat stat = FileStat.regular(sizeBytes, Instant.now().getEpochSecond());
        ServedFiles files = new ServedFiles.Generated(List.of(new GeneratedFile(PATH, stat, content)));
        try (PlaygroundSftp sftp = PlaygroundSftp.start(files);
                PlaygroundS3 s3 = PlaygroundS3.start(BUCKET);
                SftpServer client = client(sftp);
                ObjectStore store = store(s3);
                Report report = output.report(terminal)) {
            say("An SFTP server with a made-up file of " + ByteSize.format(sizeBytes)
                    + " and an S3 store were started in this process.");
            Copy copy = new Copy(
                    client.file(PATH), store, new ObjectKey(BUCKET, KEY), choices.toOptions(), choices.memoryBytes());
            ExitCode code = copy.run(report, interrupts);
            return code == ExitCode.DONE ? compare(content, s3, report) : code;
        }
    }

    private ExitCode compare(GeneratedBytes content, PlaygroundS3 s3, Report report) throws IOException {
        long differsAt;
        try (InputStream object = s3.open(BUCKET, KEY);
                InputStream file = content.stream(new ByteRange(0, sizeBytes))) {
            differsAt = firstDifference(object, file);
        }
        if (differsAt >= 0) {
            report.failed(
                    ExitCode.INTEGRITY,
                    "The object differs from the file at byte " + differsAt + ", and nobody noticed",
                    "please report it");
            return ExitCode.INTEGRITY;
        }
        say("✓ compared both ends byte by byte: " + Wording.count(sizeBytes, "byte is", "bytes are") + " identical");
        say("");
        say("Now with your own:");
        say("  crossdock cp sftp://you@host/path/file s3://bucket/key");
        say("  crossdock cp --help");
        return ExitCode.DONE;
    }

    private static long firstDifference(InputStream object, InputStream file) throws IOException {
        long offset = 0;
        while (true) {
            byte[] stored = object.readNBytes(COMPARED_AT_ONCE);
            byte[] made = file.readNBytes(COMPARED_AT_ONCE);
            int differs = Arrays.mismatch(stored, made);
            if (differs >= 0) {
                return offset + differs;
            }
            if (stored.length == 0) {
                return -1;
            }
            offset += stored.length;
        }
    }

    /** As strict as {@code cp} is, with a known_hosts file that exists in memory alone. */
    private static Path knownHosts(PlaygroundSftp server) throws IOException {
        Path file = Jimfs.newFileSystem(Configuration.unix()).getPath("known_hosts");
        Files.writeString(file, server.knownHostsLine() + "\n");
        return file;
    }

    private static SftpServer client(PlaygroundSftp server) throws IOException {
        return SftpServer.at(server.location(PATH).host())
                .port(server.port())
                .user(PlaygroundSftp.USER)
                .password(server.password())
                .agent(false)
                .knownHosts(knownHosts(server))
                .build();
    }

    private static ObjectStore store(PlaygroundS3 server) {
        return S3Store.builder()
                .endpoint(server.endpoint())
                .region(PlaygroundS3.REGION)
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .build();
    }

    private void say(String line) {
        if (!output.quiet() && !output.json()) {
            terminal.result(line);
        }
    }
}
