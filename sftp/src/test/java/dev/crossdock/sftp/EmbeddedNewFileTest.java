package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.crossdock.SourceException;
import dev.crossdock.playground.PlaygroundSftp;
import dev.crossdock.playground.ServedFiles;
import dev.crossdock.sftp.WriteRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the embedded server, whose disk is memory and can be as small as a test likes. */
final class EmbeddedNewFileTest extends NewFileContract {

    private static final long DISK_BYTES = 16 << 20;

    private @Nullable Path served;
    private @Nullable PlaygroundSftp playground;
    private @Nullable SftpServer server;

    @BeforeEach
    void start() throws IOException {
        var disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("posix")
                .setMaxSize(DISK_BYTES)
                .build());
        Path folder = Files.createDirectory(disk.getPath("/served"));
        Path knownHosts = disk.getPath("/known_hosts");
        PlaygroundSftp started = PlaygroundSftp.start(new ServedFiles.Folder(folder));
        Files.writeString(knownHosts, started.knownHostsLine() + "\n");
        served = folder;
        playground = started;
        server = SftpServer.at("127.0.0.1")
                .port(started.port())
                .user(PlaygroundSftp.USER)
                .password(started.password())
                .agent(false)
                .knownHosts(knownHosts)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        server().close();
        if (playground != null) {
            playground.close();
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLeft() throws IOException {
        byte[] bytes = bytes(1 << 20);
        try (NewFile file = server().create(path("large"), false, 0)) {
            assertRefused(Reason.FAILED, "failed to write", () -> {
                for (int count = 0; count < 64; count++) {
                    file.write(bytes, 0, bytes.length);
                }
                file.publish();
            });
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void whatALostConnectionLeavesBehindIsNamed() throws IOException {
        NewFile file = server().create(path("lost"), false, 0);
        file.write(bytes(1000), 0, 1000);
        server().close();
        assertThatThrownBy(file::publish).isInstanceOf(SourceException.class);
        file.close();
        assertThat(file.leftBehind())
                .hasValueSatisfying(path -> assertThat(path).startsWith("/.crossdock-"));
        assertThat(names()).hasSize(1);
    }

    @Override
    Path folder() {
        if (served == null) {
            throw new IllegalStateException("not started");
        }
        return served;
    }

    @Override
    String path(String name) {
        return "/" + name;
    }

    @Override
    SftpServer server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }
}
