package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.sftp.WriteRefusedException.Reason;
import dev.crossdock.testkit.OpenSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On OpenSSH's server. */
final class OpenSshNewFileIT extends NewFileContract {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    /** A mode of 555 would not keep root out; a server that denies every file that is made says the same to everybody. */
    @RegisterExtension
    static final OpenSsh READ_ONLY = OpenSsh.server().with("ForceCommand", "internal-sftp -R");

    private @Nullable SftpServer server;

    @BeforeEach
    void describe() {
        server = server(SSH);
    }

    @AfterEach
    void clear() throws IOException {
        server().close();
        for (String name : names()) {
            Files.delete(SSH.folder().resolve(name));
        }
    }

    private static SftpServer server(OpenSsh sshd) {
        return SftpServer.at("127.0.0.1")
                .port(sshd.port())
                .user(sshd.user())
                .identity(sshd.identity())
                .agent(false)
                .knownHosts(sshd.knownHosts())
                .build();
    }

    @Test
    void noPermissionIsSaid() {
        try (SftpServer readOnly = server(READ_ONLY)) {
            String path = READ_ONLY.folder().resolve("new").toString();
            assertRefused(Reason.FORBIDDEN, "does not permit to write", () -> readOnly.create(path, false, 0));
        }
    }

    @Test
    void aFileThatIsLargerThanTheDiskIsNotBegun() throws IOException {
        assertRefused(Reason.NO_SPACE, "has room for", () -> server().create(path("huge"), false, 1L << 60));
        assertThat(names()).isEmpty();
    }

    @Override
    Path folder() {
        return SSH.folder();
    }

    @Override
    String path(String name) {
        return SSH.folder().resolve(name).toString();
    }

    @Override
    SftpServer server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }
}
