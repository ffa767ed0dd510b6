package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenSshIT {

    private static final int TIMEOUT_MILLIS = 20_000;

    @RegisterExtension
    private static final OpenSsh SERVER = OpenSsh.server().with("MaxSessions", "1");

    @Test
    void servesItsFolderToAStrictClient() throws Exception {
        Files.writeString(SERVER.folder().resolve("a b.txt"), "hello");
        Session session = connect(SERVER);
        ChannelSftp sftp = sftp(session);
        try (InputStream file = sftp.get(SERVER.location("a b.txt").path())) {
            assertThat(file.readAllBytes()).asString().isEqualTo("hello");
        }
        session.disconnect();
    }

    @Test
    void obeysItsOptions() throws Exception {
        Session session = connect(SERVER);
        ChannelSftp first = sftp(session);
        assertThatThrownBy(() -> sftp(session)).isInstanceOf(JSchException.class);
        assertThat(first.isConnected()).isTrue();
        session.disconnect();
    }

    @Test
    void dropsConnectionsAndTakesNewOnes() throws Exception {
        Session session = connect(SERVER);
        ChannelSftp sftp = sftp(session);
        SERVER.dropConnections();
        assertThatThrownBy(() -> sftp.stat("/")).isInstanceOf(SftpException.class);
        Session next = connect(SERVER);
        assertThat(next.isConnected()).isTrue();
        next.disconnect();
    }

    @Test
    void becomesSomebodyElse() throws Exception {
        try (OpenSsh server = OpenSsh.server()) {
            server.start();
            int port = server.port();
            connect(server).disconnect();
            server.replaceHostKeys();
            assertThat(server.port()).isEqualTo(port);
            assertThatThrownBy(() -> connect(server))
                    .isInstanceOf(JSchException.class)
                    .hasMessageContaining("HostKey");
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        try (OpenSsh server = OpenSsh.server().with("NoSuchOption", "yes")) {
            assertThatThrownBy(server::start).isInstanceOf(IOException.class).hasMessageContaining("NoSuchOption");
        }
    }

    private static Session connect(OpenSsh server) throws JSchException {
        JSch jsch = new JSch();
        jsch.addIdentity(server.identity().toString());
        jsch.setKnownHosts(server.knownHosts().toString());
        Session session = jsch.getSession(server.user(), "127.0.0.1", server.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setTimeout(TIMEOUT_MILLIS);
        session.connect(TIMEOUT_MILLIS);
        return session;
    }

    private static ChannelSftp sftp(Session session) throws JSchException {
        ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
        sftp.connect(TIMEOUT_MILLIS);
        return sftp;
    }
}
