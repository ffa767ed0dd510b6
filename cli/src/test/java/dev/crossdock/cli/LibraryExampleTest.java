package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.FileStat;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.playground.GeneratedFile;
import dev.crossdock.playground.PlaygroundS3;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryExampleTest {

    private static final Pattern MARKED = Pattern.compile("// README: begin\n(.*?)\\s*// README: end", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theReadmeShowsTheExampleThatIsRunHere() throws IOException {
        Path source = Path.of("src/test/java/dev/crossdock/cli/LibraryExample.java");
        String readme = Files.readString(Path.of("../README.md"));
        Matcher marked = MARKED.matcher(Files.readString(source));
        int found = 0;
        while (marked.find()) {
            assertThat(readme).contains(marked.group(1).stripIndent());
            found++;
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    void movesAFileAndRecognisesItTheSecondTime() throws IOException {
        GeneratedFile file = new GeneratedFile(
                "/out/customers.csv", FileStat.regular(20_000_000, 1_700_000_000), new GeneratedBytes(1));
        try (PlaygroundSftp sftp = PlaygroundSftp.start(new ServedFiles.Generated(List.of(file)));
                PlaygroundS3 s3 = PlaygroundS3.start("lake");
                SftpServer server = SftpServer.at("127.0.0.1")
                        .port(sftp.port())
                        .user(PlaygroundSftp.USER)
                        .password(sftp.password())
                        .knownHosts(Files.writeString(folder.resolve("known_hosts"), sftp.knownHostsLine()))
                        .build();
                S3Store store = S3Store.builder()
                        .endpoint(s3.endpoint())
                        .credentials(s3.accessKeyId(), s3.secretAccessKey())
                        .build()) {
            assertThat(LibraryExample.move(server, store)).startsWith("20000000 bytes");
            assertThat(LibraryExample.move(server, store)).isEqualTo("s3://lake/in/customers.csv is there already");
            try (var object = s3.open("lake", "in/customers.csv")) {
                assertThat(object).hasSameContentAs(file.content().stream(new dev.crossdock.ByteRange(0, 20_000_000)));
            }
        }
    }
}
