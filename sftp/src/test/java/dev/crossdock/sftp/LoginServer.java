package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.MisbehavingSftp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tests have in common that need a server which lets in whoever knows its password. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LoginServer {

    static final int SIZE = 1_000_000;

    static final String PASSWORD = "säcret";

    @TempDir
    Path folder;

    private @Nullable MisbehavingSftp started;

    /** What passwords the server was offered. */
    final List<String> offered = new CopyOnWriteArrayList<>();

    @BeforeEach
    final void start() throws Exception {
        MisbehavingSftp server = MisbehavingSftp.serving(SIZE);
        server.ssh().setPasswordAuthenticator((user, password, session) -> {
            offered.add(password);
            return password.equals(PASSWORD);
        });
        started = server;
        Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine());
    }

    @AfterEach
    final void stop() throws IOException {
        misbehaving().close();
    }

    final MisbehavingSftp misbehaving() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    final SftpServer.Builder server() {
        return SftpServer.at("127.0.0.1")
                .port(misbehaving().port())
                .user("somebody")
                .agent(false)
                .knownHosts(folder.resolve("known_hosts"));
    }

    final void methods(UserAuthFactory... factories) {
        misbehaving().ssh().setUserAuthFactories(List.of(factories));
    }

    static void assertLetIn(SftpServer.Builder builder) throws SourceException {
        try (SftpServer server = builder.build();
                SourceFile file = server.file("/the/file")) {
            assertThat(file.stat().sizeBytes()).isEqualTo(1_000_000);
        }
    }

    static SourceException assertRefused(Kind kind, SftpServer.Builder builder) {
        try (SftpServer server = builder.build();
                SourceFile file = server.file("/the/file")) {
            return assertFails(kind, file::stat);
        }
    }

    static SourceException assertFails(Kind kind, ThrowingCallable action) {
        List<SourceException> thrown = new ArrayList<>();
        assertThatThrownBy(action).isInstanceOfSatisfying(SourceException.class, thrown::add);
        assertThat(thrown.getFirst().kind()).as(thrown.toString()).isEqualTo(kind);
        return thrown.getFirst();
    }
}
