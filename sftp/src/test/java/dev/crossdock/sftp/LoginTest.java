package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.PromptEntry;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Being let in, or not, by passwords and questions; and being sure of whom one talks to. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoginTest {

    private static final String PASSWORD = "säcret";

    @TempDir
    private Path folder;

    private @Nullable ScriptedSftp started;

    /** What passwords the server was offered. */
    private final List<String> offered = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        ScriptedSftp scripted = new ScriptedSftp(new ScriptedSftp.Script() {
            @Override
            void read(int connection, int id, long offset, int length, DataOutputStream out) throws IOException {
                ScriptedSftp.data(out, id, offset, length);
            }
        });
        scripted.ssh().setPasswordAuthenticator((user, password, session) -> {
            offered.add(password);
            return password.equals(PASSWORD);
        });
        started = scripted;
        Files.writeString(folder.resolve("known_hosts"), scripted.knownHostsLine());
    }

    @AfterEach
    void stop() throws IOException {
        scripted().close();
    }

    private ScriptedSftp scripted() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private SftpServer.Builder server() {
        return SftpServer.at("127.0.0.1")
                .port(scripted().port())
                .user("somebody")
                .agent(false)
                .knownHosts(folder.resolve("known_hosts"));
    }

    private void methods(UserAuthFactory... factories) {
        scripted().ssh().setUserAuthFactories(List.of(factories));
    }

    @Test
    void letsInWithThePassword() throws Exception {
        methods(UserAuthPasswordFactory.INSTANCE);
        assertLetIn(server().password(PASSWORD.toCharArray()));
    }

    @Test
    void answersOneHiddenQuestionWithThePassword() throws Exception {
        methods(UserAuthKeyboardInteractiveFactory.INSTANCE);
        assertLetIn(server().password(PASSWORD.toCharArray()));
    }

    @Test
    void triesAWrongPasswordOnceWhateverMethodsThereAre() {
        methods(
                UserAuthPublicKeyFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE,
                UserAuthPasswordFactory.INSTANCE);
        assertRefused(Kind.AUTHENTICATION, server().password("wrong".toCharArray()));
        assertThat(offered).containsExactly("wrong");
    }

    @Test
    void triesAWrongPasswordOnceOnAServerThatAsksForPasswordsOnly() {
        methods(UserAuthPasswordFactory.INSTANCE);
        SourceException refusal = assertRefused(Kind.AUTHENTICATION, server().password("wrong".toCharArray()));
        assertThat(offered).containsExactly("wrong");
        assertThat(refusal.getMessage() + refusal.hint()).contains("somebody").doesNotContain("wrong");
    }

    @Test
    void neverTriesARefusedLoginAgain() {
        methods(UserAuthPasswordFactory.INSTANCE);
        try (SftpServer server = server().password("wrong".toCharArray()).build();
                SourceFile file = server.file("/the/file");
                SourceFile other = server.file("/another")) {
            assertFails(Kind.AUTHENTICATION, file::stat);
            assertFails(Kind.AUTHENTICATION, file::stat);
            assertFails(Kind.AUTHENTICATION, other::stat);
        }
        assertThat(offered).containsExactly("wrong");
    }

    @Test
    void aRefusedFurtherConnectionIsNotTriedAgain() throws Exception {
        methods(UserAuthPasswordFactory.INSTANCE);
        scripted().ssh().setPasswordAuthenticator((user, password, session) -> {
            offered.add(password);
            return offered.size() == 1;
        });
        try (SftpServer server =
                        server().password(PASSWORD.toCharArray()).connections(4).build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            assertThat(file.expect(1_000_000)).isEqualTo(4);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            // Once the refusal is known, the file says that it means to read with one.
            while (file.expect(1_000_000) > 1 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            CollectingSink sink = new CollectingSink(new ByteRange(0, 1_000_000));
            try (RangeRead read = file.read(new ByteRange(0, 1_000_000), sink)) {
                read.await();
            }
            assertThat(sink.count()).isEqualTo(1_000_000);
        }
        assertThat(offered).hasSize(2);
    }

    @Test
    void offersNothingWhereThereIsNothingToOffer() {
        methods(UserAuthKeyboardInteractiveFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE);
        assertRefused(Kind.AUTHENTICATION, server());
        assertThat(offered).isEmpty();
    }

    @Test
    void asksForThePasswordOnceForAllConnections() throws Exception {
        methods(UserAuthPasswordFactory.INSTANCE);
        List<String> questions = new ArrayList<>();
        try (SftpServer server = server().prompt(question -> {
                            questions.add(question);
                            return Optional.of(PASSWORD.toCharArray());
                        })
                        .connections(1)
                        .build();
                SourceFile file = server.file("/the/file")) {
            file.stat();
            scripted().ssh().getActiveSessions().forEach(session -> session.close(true));
            assertLetInAgain(file);
        }
        assertThat(questions)
                .containsExactly("Password for somebody@127.0.0.1:" + scripted().port());
    }

    @Test
    void asksTheServersOwnQuestions() throws Exception {
        methods(UserAuthKeyboardInteractiveFactory.INSTANCE);
        scripted().ssh().setKeyboardInteractiveAuthenticator(new TwoQuestions());
        List<String> questions = new ArrayList<>();
        assertLetIn(server().prompt(question -> {
            questions.add(question);
            return Optional.of(
                    question.endsWith("Token: ") || question.endsWith("Token:")
                            ? "123".toCharArray()
                            : "blue".toCharArray());
        }));
        assertThat(questions).hasSize(2);
    }

    @Test
    void aPersonWithoutAnAnswerIsNotLetIn() {
        methods(UserAuthPasswordFactory.INSTANCE);
        assertRefused(Kind.AUTHENTICATION, server().prompt(question -> Optional.empty()));
        assertThat(offered).isEmpty();
    }

    @Test
    void aKeyThatIsNotThereIsNamed() {
        SourceException refusal = assertRefused(Kind.AUTHENTICATION, server().identity(folder.resolve("no such key")));
        assertThat(refusal).hasMessageContaining("no such key");
    }

    @Test
    void aFileThatIsNoKeyIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("no key"), "this is no key\n");
        SourceException refusal = assertRefused(Kind.AUTHENTICATION, server().identity(file));
        assertThat(refusal).hasMessageContaining("no key");
    }

    @Test
    void refusesAnUnknownHostAndSaysHowToAddIt() throws Exception {
        Files.writeString(folder.resolve("known_hosts"), "# nobody\n");
        SourceException refusal = assertRefused(Kind.HOST_KEY, server().password(PASSWORD.toCharArray()));
        assertThat(refusal).hasMessageContaining("SHA256:").hasMessageContaining("ecdsa-sha2-nistp256");
        assertThat(refusal.hint()).contains("ssh-keyscan -p " + scripted().port(), "accept-new");
        assertThat(offered).isEmpty();
    }

    @Test
    void refusesAnUnknownHostWithoutAKnownHostsFile() {
        assertRefused(
                Kind.HOST_KEY,
                server().knownHosts(folder.resolve("none/known_hosts")).password(PASSWORD.toCharArray()));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void refusesAChangedKeyWhateverThePolicy() throws Exception {
        Files.writeString(folder.resolve("known_hosts"), otherKeyOfTheSameHost());
        for (HostKeyPolicy policy : HostKeyPolicy.values()) {
            SourceException refusal =
                    assertRefused(Kind.HOST_KEY, server().hostKeyPolicy(policy).password(PASSWORD.toCharArray()));
            assertThat(refusal).hasMessageContaining("not the known one");
        }
        assertThat(Files.readString(folder.resolve("known_hosts"))).isEqualTo(otherKeyOfTheSameHost());
    }

    @Test
    void refusesARevokedKeyEvenIfItIsKnown() throws Exception {
        String known = scripted().knownHostsLine();
        Files.writeString(
                folder.resolve("known_hosts"), known + "@revoked * " + known.substring(known.indexOf(' ') + 1));
        SourceException refusal = assertRefused(
                Kind.HOST_KEY, server().hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW).password(PASSWORD.toCharArray()));
        assertThat(refusal).hasMessageContaining("revoked");
    }

    @Test
    void addsANewKeyAndInsistsOnItFromThenOn() throws Exception {
        Path file = folder.resolve("new folder/known_hosts");
        assertLetIn(server().knownHosts(file)
                .hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW)
                .password(PASSWORD.toCharArray()));
        assertThat(Files.readString(file).strip())
                .isEqualTo(scripted().knownHostsLine().strip());
        assertLetIn(server().knownHosts(file).password(PASSWORD.toCharArray()));
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void addsToAFileWhoseLastLineHasNoEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("known_hosts"), "other ssh-ed25519 AAAA");
        assertLetIn(server().hostKeyPolicy(HostKeyPolicy.ACCEPT_NEW).password(PASSWORD.toCharArray()));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "other ssh-ed25519 AAAA", scripted().knownHostsLine().strip());
    }

    @Test
    void aKeyKnownForTheHostIsGoodForAnyPort() throws Exception {
        String known = scripted().knownHostsLine();
        Files.writeString(folder.resolve("known_hosts"), "127.0.0.1 " + known.substring(known.indexOf(' ') + 1));
        assertLetIn(server().password(PASSWORD.toCharArray()));
    }

    @Test
    void anotherKeyOnAnotherPortOfTheHostIsUnknownNotChanged() throws Exception {
        String other = otherKeyOfTheSameHost();
        Files.writeString(folder.resolve("known_hosts"), "127.0.0.1 " + other.substring(other.indexOf(' ') + 1));
        SourceException refusal = assertRefused(Kind.HOST_KEY, server().password(PASSWORD.toCharArray()));
        assertThat(refusal).hasMessageContaining("is not known");
    }

    @Test
    void saysThatAHostDoesNotExist() {
        try (SftpServer server =
                        SftpServer.at("no-such-host.invalid").user("somebody").build();
                SourceFile file = server.file("/the/file")) {
            assertThat(assertFails(Kind.NETWORK, file::stat)).hasMessageContaining("no host named");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port = scripted().port();
        stop();
        try (SftpServer server = SftpServer.at("127.0.0.1")
                        .port(port)
                        .user("somebody")
                        .password(PASSWORD.toCharArray())
                        .build();
                SourceFile file = server.file("/the/file")) {
            assertThat(assertFails(Kind.NETWORK, file::stat)).hasMessageContaining("refused the connection");
        }
    }

    private String otherKeyOfTheSameHost() {
        return "[127.0.0.1]:" + scripted().port()
                + " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx2nV4mHdZ1m0i0lXhQwq3xkJf1b1oT4Zl0Wc9mJ3aB\n";
    }

    private static void assertLetIn(SftpServer.Builder builder) throws SourceException {
        try (SftpServer server = builder.build();
                SourceFile file = server.file("/the/file")) {
            assertThat(file.stat().sizeBytes()).isEqualTo(1_000_000);
        }
    }

    /** The end of the connection is noticed by the first question or before it. */
    private static void assertLetInAgain(SourceFile file) throws SourceException {
        try {
            file.stat();
        } catch (SourceException e) {
            assertThat(e.kind()).isEqualTo(Kind.NETWORK);
        }
        assertThat(file.stat().sizeBytes()).isEqualTo(1_000_000);
    }

    private static SourceException assertRefused(Kind kind, SftpServer.Builder builder) {
        try (SftpServer server = builder.build();
                SourceFile file = server.file("/the/file")) {
            return assertFails(kind, file::stat);
        }
    }

    private static SourceException assertFails(
            Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        List<SourceException> thrown = new ArrayList<>();
        assertThatThrownBy(action).isInstanceOfSatisfying(SourceException.class, thrown::add);
        assertThat(thrown.getFirst().kind()).as(thrown.toString()).isEqualTo(kind);
        return thrown.getFirst();
    }

    /** Asks for a colour and a token. */
    private static final class TwoQuestions implements KeyboardInteractiveAuthenticator {

        @Override
        public InteractiveChallenge generateChallenge(
                ServerSession session, String username, String language, String methods) {
            InteractiveChallenge challenge = new InteractiveChallenge();
            challenge.addPrompt(new PromptEntry("Colour: ", true));
            challenge.addPrompt(new PromptEntry("Token: ", false));
            return challenge;
        }

        @Override
        public boolean authenticate(ServerSession session, String username, List<String> responses) {
            return responses.equals(List.of("blue", "123"));
        }
    }
}
