package dev.crossdock.sftp;

import dev.crossdock.SourceFile;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
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
import org.junit.jupiter.api.io.TempDir;

/** The contract of every source, on the embedded server of another make. */
class EmbeddedServerTest extends SourceFileContract {

    @TempDir
    private Path folder;

    private @Nullable PlaygroundSftp playground;
    private @Nullable SftpServer server;
    private Instant youngest = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void start() throws IOException {
        Path served = Files.createDirectory(folder.resolve("served"));
        PlaygroundSftp started = PlaygroundSftp.start(new ServedFiles.Folder(served));
        playground = started;
        Path knownHosts = Files.writeString(folder.resolve("known_hosts"), started.knownHostsLine() + "\n");
        server = SftpServer.at("127.0.0.1")
                .port(started.port())
                .user(PlaygroundSftp.USER)
                .password(started.password())
                .agent(false)
                .connections(2)
                .access(access())
                .knownHosts(knownHosts)
                .build();
    }

    /** How the files are read. */
    SourceFile.Access access() {
        return SourceFile.Access.ANY_ORDER;
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (playground != null) {
            playground.close();
        }
    }

    @Override
    protected SourceFile open(String name) {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.file("/" + name);
    }

    @Override
    protected void put(String name, byte[] bytes) throws IOException {
        Path beside = Files.write(folder.resolve("beside"), bytes);
        youngest = youngest.plusSeconds(10);
        Files.setLastModifiedTime(beside, FileTime.from(youngest));
        Files.move(beside, served(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    protected void truncate(String name, long sizeBytes) throws IOException {
        try (FileChannel file = FileChannel.open(served(name), StandardOpenOption.WRITE)) {
            file.truncate(sizeBytes);
        }
    }

    @Override
    protected void append(String name, byte[] bytes) throws IOException {
        Files.write(served(name), bytes, StandardOpenOption.APPEND);
    }

    @Override
    protected void makeDirectory(String name) throws IOException {
        Files.createDirectory(served(name));
    }

    private Path served(String name) {
        return folder.resolve("served").resolve(name);
    }
}
