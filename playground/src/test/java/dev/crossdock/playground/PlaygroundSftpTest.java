package dev.crossdock.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Vector;
import java.util.zip.CRC32C;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaygroundSftpTest {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String PATH = "/out/customers 1.csv";

    private final GeneratedFile file =
            new GeneratedFile(PATH, FileStat.regular(5_000_001, 1_700_000_000), new GeneratedBytes(3));
    private final GeneratedFile huge =
            new GeneratedFile("/out/huge", FileStat.regular(100L << 30, 1_600_000_000), new GeneratedBytes(4));

    @Test
    void servesGeneratedFilesToAClientThatChecksTheHostKey() throws Exception {
        try (PlaygroundSftp server = serveGenerated()) {
            Session session = connect(server, new String(server.password()));
            ChannelSftp sftp = open(session);
            try (InputStream content = sftp.get(PATH)) {
                CRC32C crc = new CRC32C();
                crc.update(content.readAllBytes());
                assertThat((int) crc.getValue())
                        .isEqualTo(file.content()
                                .crc32c(new ByteRange(0, 5_000_001))
                                .value());
            }
            assertThat(server.connections()).isEqualTo(1);
            session.disconnect();
        }
    }

    @Test
    void saysSizeAndTimeOfFilesThatTakeNoDisk() throws Exception {
        try (PlaygroundSftp server = serveGenerated()) {
            Session session = connect(server, new String(server.password()));
            ChannelSftp sftp = open(session);
            assertThat(sftp.stat("/out/huge").getSize()).isEqualTo(100L << 30);
            assertThat(sftp.stat("/out/huge").getMTime()).isEqualTo(1_600_000_000);
            assertThat(sftp.stat("/out").isDir()).isTrue();
            assertThat(sftp.realpath("out/../out/huge")).isEqualTo("/out/huge");
            Vector<ChannelSftp.LsEntry> names = sftp.ls("/out");
            assertThat(names)
                    .filteredOn(entry -> entry.getAttrs().isReg())
                    .extracting(entry -> entry.getAttrs().getSize())
                    .containsExactlyInAnyOrder(5_000_001L, 100L << 30);
            try (InputStream end = sftp.get("/out/huge", null, (100L << 30) - 1_000)) {
                assertThat(end.readAllBytes())
                        .isEqualTo(huge.content().bytes(new ByteRange((100L << 30) - 1_000, 1_000)));
            }
            assertThatThrownBy(() -> sftp.stat("/out/none"))
                    .isInstanceOfSatisfying(
                            SftpException.class, e -> assertThat(e.id).isEqualTo(ChannelSftp.SSH_FX_NO_SUCH_FILE));
            assertThatThrownBy(() -> sftp.put(new ByteArrayInputStream(new byte[1]), PATH))
                    .isInstanceOf(SftpException.class);
            session.disconnect();
        }
    }

    @Test
    void takesTheKeyItWasGivenAndNoOther() throws Exception {
        KeyPair key = ecdsaKey();
        try (PlaygroundSftp server = PlaygroundSftp.start(new ServedFiles.Generated(List.of(file)), publicHalf(key))) {
            Session session = connect(server, key);
            assertThat(open(session).stat(PATH).getSize()).isEqualTo(5_000_001);
            session.disconnect();
            assertThatThrownBy(() -> connect(server, ecdsaKey())).isInstanceOf(JSchException.class);
        }
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (PlaygroundSftp server = serveGenerated()) {
            assertThatThrownBy(() -> connect(server, "wrong"))
                    .isInstanceOf(JSchException.class)
                    .hasMessageContaining("Auth");
        }
    }

    @Test
    void servesAFolderAndNothingAboveIt(@TempDir Path above) throws Exception {
        Path folder = Files.createDirectory(above.resolve("served"));
        Files.writeString(folder.resolve("a.txt"), "hello");
        Files.writeString(above.resolve("secret.txt"), "no");
        try (PlaygroundSftp server = PlaygroundSftp.start(new ServedFiles.Folder(folder))) {
            Session session = connect(server, new String(server.password()));
            ChannelSftp sftp = open(session);
            try (InputStream content = sftp.get("/a.txt")) {
                assertThat(content.readAllBytes()).asString().isEqualTo("hello");
            }
            sftp.put(new ByteArrayInputStream("there".getBytes(StandardCharsets.UTF_8)), "/b.txt");
            assertThat(folder.resolve("b.txt")).hasContent("there");
            assertThatThrownBy(() -> sftp.stat("/../secret.txt")).isInstanceOf(SftpException.class);
            session.disconnect();
        }
    }

    private PlaygroundSftp serveGenerated() throws IOException {
        return PlaygroundSftp.start(new ServedFiles.Generated(List.of(file, huge)));
    }

    private static ChannelSftp open(Session session) throws JSchException {
        ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
        sftp.connect(TIMEOUT_MILLIS);
        return sftp;
    }

    private static Session connect(PlaygroundSftp server, String password) throws JSchException {
        Session session = session(server, new JSch());
        session.setPassword(password.getBytes(StandardCharsets.UTF_8));
        session.setConfig("PreferredAuthentications", "password");
        session.connect(TIMEOUT_MILLIS);
        return session;
    }

    private static Session connect(PlaygroundSftp server, KeyPair key) throws JSchException {
        JSch jsch = new JSch();
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        key.writePrivateKey(pem);
        jsch.addIdentity("key", pem.toByteArray(), null, null);
        Session session = session(server, jsch);
        session.setConfig("PreferredAuthentications", "publickey");
        session.connect(TIMEOUT_MILLIS);
        return session;
    }

    private static Session session(PlaygroundSftp server, JSch jsch) throws JSchException {
        jsch.setKnownHosts(new ByteArrayInputStream(server.knownHostsLine().getBytes(StandardCharsets.US_ASCII)));
        Session session = jsch.getSession(PlaygroundSftp.USER, "127.0.0.1", server.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setTimeout(TIMEOUT_MILLIS);
        return session;
    }

    private static KeyPair ecdsaKey() throws JSchException {
        return KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, 256);
    }

    private static PublicKey publicHalf(KeyPair key) throws SshException {
        return new ByteArrayBuffer(key.getPublicKeyBlob()).getRawPublicKey();
    }
}
