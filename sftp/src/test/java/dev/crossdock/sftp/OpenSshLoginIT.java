package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.OpenSsh;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of all kinds, hashed names and certificates, as OpenSSH's own programs make them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OpenSshLoginIT {

    private static final String PASSPHRASE = "open sésame";

    @TempDir
    private Path folder;

    private OpenSsh sshd = OpenSsh.server();

    @BeforeEach
    void describe() {
        sshd = OpenSsh.server();
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    @ParameterizedTest
    @CsvSource({"ed25519,0", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,2048", "rsa,4096"})
    void letsInWithAKeyOfAnyKind(String type, String bits) throws Exception {
        Path key = authorized(newKey("key", type, bits, "", ""));
        assertLetIn(server().identity(key));
    }

    @ParameterizedTest
    @CsvSource({"ed25519,RFC4716", "ecdsa,RFC4716", "rsa,RFC4716", "rsa,PEM", "ecdsa,PEM"})
    void opensEncryptedKeysWithThePassphrase(String type, String format) throws Exception {
        Path key = authorized(newKey("key", type, "0", PASSPHRASE, format));
        assertLetIn(server().identity(key).passphrase(PASSPHRASE.toCharArray()));
    }

    @Test
    void asksForThePassphraseOnlyOfTheKeyThatTheServerWants() throws Exception {
        Path unwanted = newKey("unwanted", "ed25519", "0", "something else", "");
        Path wanted = authorized(newKey("wanted", "ed25519", "0", PASSPHRASE, ""));
        List<String> questions = new ArrayList<>();
        assertLetIn(server().identity(unwanted).identity(wanted).prompt(question -> {
            questions.add(question);
            return Optional.of(PASSPHRASE.toCharArray());
        }));
        assertThat(questions).containsExactly("Passphrase for " + wanted);
    }

    @Test
    void aWrongPassphraseIsSaidToBeOne() throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", PASSPHRASE, ""));
        SourceException refusal =
                assertRefused(Kind.AUTHENTICATION, server().identity(key).passphrase("wrong".toCharArray()));
        assertThat(refusal).hasMessageContaining(key.toString());
        assertThat(refusal.hint()).contains("passphrase");
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsRefused() throws Exception {
        authorized(newKey("known", "ed25519", "0", "", ""));
        Path unknown = newKey("unknown", "ed25519", "0", "", "");
        SourceException refusal = assertRefused(Kind.AUTHENTICATION, server().identity(unknown));
        assertThat(refusal.hint()).contains("ssh-copy-id");
    }

    @Test
    void usesTheKeysOfAnAgent() throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        // Short, because the path of a socket may not have more than about a hundred bytes.
        Path socket = Files.createTempDirectory("agent").resolve("socket");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (Files.notExists(socket) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            run(Map.of("SSH_AUTH_SOCK", socket.toString()), "ssh-add", "-q", key.toString());
            Files.delete(key);
            assertLetIn(server().agentSocket(socket));
        } finally {
            agent.destroyForcibly();
            assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Files.deleteIfExists(socket);
            Files.delete(socket.getParent());
        }
    }

    @Test
    void doesWithoutAnAgentThatIsNotThere() throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        assertLetIn(server().identity(key).agentSocket(folder.resolve("nobody listens")));
    }

    @Test
    void usesACertificateBesideTheKey() throws Exception {
        Path authority = newKey("authority", "ed25519", "0", "", "");
        Path key = newKey("key", "ed25519", "0", "", "");
        run("ssh-keygen", "-q", "-s", authority.toString(), "-I", "me", "-n", sshd.user(), "-V", "+1h", key + ".pub");
        authorize("cert-authority " + Files.readString(Path.of(authority + ".pub")));
        assertLetIn(server().identity(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"})
    void asksForTheHostKeyThatIsKnown(String type) throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        Path known = folder.resolve("known");
        Files.write(
                known,
                Files.readAllLines(sshd.knownHosts()).stream()
                        .filter(line -> line.contains(type))
                        .toList());
        assertThat(Files.readAllLines(known)).hasSize(1);
        assertLetIn(server().identity(key).knownHosts(known));
    }

    @Test
    void readsHashedKnownHosts() throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        Path hashed = Files.copy(sshd.knownHosts(), folder.resolve("hashed"));
        run("ssh-keygen", "-q", "-H", "-f", hashed.toString());
        assertThat(Files.readString(hashed)).startsWith("|1|").doesNotContain("127.0.0.1");
        assertLetIn(server().identity(key).knownHosts(hashed));
    }

    @Test
    void refusesAServerWhoseKeysChangedAndNeverReplacesThem() throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        String before = Files.readString(sshd.knownHosts());
        assertLetIn(server().identity(key));
        sshd.replaceHostKeys();
        for (HostKeyPolicy policy : HostKeyPolicy.values()) {
            assertRefused(Kind.HOST_KEY, server().identity(key).hostKeyPolicy(policy));
        }
        assertThat(Files.readString(sshd.knownHosts())).isEqualTo(before);
    }

    @Test
    void aServerWhoseKeysChangedMidwayIsNotReconnectedTo() throws Exception {
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        Path made = Files.write(sshd.folder().resolve("file"), new byte[10]);
        try (SftpServer server = server().identity(key).build();
                SourceFile file = server.file(made.toString())) {
            file.stat();
            sshd.replaceHostKeys();
            sshd.dropConnections();
            List<Kind> kinds = new ArrayList<>();
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    file.stat();
                } catch (SourceException e) {
                    kinds.add(e.kind());
                }
            }
            assertThat(kinds.getLast()).isEqualTo(Kind.HOST_KEY);
        }
    }

    @Test
    void believesAHostCertificateOfAKnownAuthority() throws Exception {
        Path authority = hostCertificate("127.0.0.1");
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        Path known = Files.writeString(
                folder.resolve("known"),
                "@cert-authority [127.0.0.*]:* " + Files.readString(Path.of(authority + ".pub")));
        assertLetIn(server().identity(key).knownHosts(known));
    }

    @Test
    void refusesAHostCertificateForAnotherHost() throws Exception {
        Path authority = hostCertificate("other.example.com");
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        Path known = Files.writeString(
                folder.resolve("known"), "@cert-authority * " + Files.readString(Path.of(authority + ".pub")));
        assertRefused(Kind.HOST_KEY, server().identity(key).knownHosts(known));
    }

    @Test
    void refusesAHostCertificateOfARevokedAuthority() throws Exception {
        Path authority = hostCertificate("127.0.0.1");
        Path key = authorized(newKey("key", "ed25519", "0", "", ""));
        String signer = Files.readString(Path.of(authority + ".pub"));
        Path known =
                Files.writeString(folder.resolve("known"), "@cert-authority * " + signer + "\n@revoked * " + signer);
        assertRefused(Kind.HOST_KEY, server().identity(key).knownHosts(known));
    }

    /** A server with two Ed25519 host keys, one of which has a certificate. */
    private Path hostCertificate(String principal) throws Exception {
        Path authority = newKey("authority", "ed25519", "0", "", "");
        Path hostKey = newKey("host", "ed25519", "0", "", "");
        run("ssh-keygen", "-q", "-s", authority.toString(), "-I", "host", "-h", "-n", principal, hostKey + ".pub");
        sshd.with("HostKey", hostKey.toString()).with("HostCertificate", hostKey + "-cert.pub");
        return authority;
    }

    private SftpServer.Builder server() {
        return SftpServer.at("127.0.0.1")
                .port(sshd.port())
                .user(sshd.user())
                .agent(false)
                .knownHosts(sshd.knownHosts());
    }

    private void assertLetIn(SftpServer.Builder builder) throws Exception {
        Path made = Files.write(sshd.folder().resolve("file"), new byte[10]);
        try (SftpServer server = builder.build();
                SourceFile file = server.file(made.toString())) {
            assertThat(file.stat().sizeBytes()).isEqualTo(10);
        }
    }

    private static SourceException assertRefused(Kind kind, SftpServer.Builder builder) {
        List<SourceException> thrown = new ArrayList<>();
        try (SftpServer server = builder.build();
                SourceFile file = server.file("/any")) {
            assertThatThrownBy(file::stat).isInstanceOfSatisfying(SourceException.class, thrown::add);
        }
        assertThat(thrown.getFirst().kind()).as(thrown.toString()).isEqualTo(kind);
        return thrown.getFirst();
    }

    /** Starts the server, and makes it let in who has this key and nobody else. */
    private Path authorized(Path key) throws IOException {
        authorize(Files.readString(Path.of(key + ".pub")));
        return key;
    }

    private void authorize(String line) throws IOException {
        sshd.start();
        Files.writeString(Path.of(sshd.identity() + ".pub"), line);
    }

    private Path newKey(String name, String type, String bits, String passphrase, String format) throws Exception {
        Path key = folder.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", key.toString()));
        if (!bits.equals("0")) {
            command.addAll(List.of("-b", bits));
        }
        if (format.equals("PEM")) {
            command.addAll(List.of("-m", "PEM"));
        }
        run(command.toArray(new String[0]));
        return key;
    }

    private static void run(String... command) throws Exception {
        run(Map.of(), command);
    }

    private static void run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
