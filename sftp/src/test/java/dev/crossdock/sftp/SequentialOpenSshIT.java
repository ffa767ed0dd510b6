package dev.crossdock.sftp;

import dev.crossdock.SourceFile;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.SourceFileContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of every source, on OpenSSH's server, with one connection and one handle. */
final class SequentialOpenSshIT extends SourceFileContract {

    @RegisterExtension
    static final OpenSsh OPEN_SSH = OpenSsh.server();

    private @Nullable SftpServer server;
    private Instant youngest = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void describe() {
        server = SftpServer.at("127.0.0.1")
                .port(OPEN_SSH.port())
                .user(OPEN_SSH.user())
                .identity(OPEN_SSH.identity())
                .agent(false)
                .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                .knownHosts(OPEN_SSH.knownHosts())
                .access(SourceFile.Access.ASCENDING)
                .build();
    }

    @AfterEach
    void forget() throws IOException {
        if (server != null) {
            server.close();
        }
        try (var files = Files.newDirectoryStream(OPEN_SSH.folder())) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    protected SourceFile open(String name) {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.file(at(name).toString());
    }

    @Override
    protected void put(String name, byte[] bytes) throws IOException {
        Path beside = Files.write(at("beside " + name), bytes);
        youngest = youngest.plusSeconds(10);
        Files.setLastModifiedTime(beside, FileTime.from(youngest));
        Files.move(beside, at(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    protected void truncate(String name, long sizeBytes) throws IOException {
        try (FileChannel file = FileChannel.open(at(name), StandardOpenOption.WRITE)) {
            file.truncate(sizeBytes);
        }
    }

    @Override
    protected void append(String name, byte[] bytes) throws IOException {
        Files.write(at(name), bytes, StandardOpenOption.APPEND);
    }

    @Override
    protected void makeDirectory(String name) throws IOException {
        Files.createDirectory(at(name));
    }

    private static Path at(String name) {
        return OPEN_SSH.folder().resolve(name);
    }
}
