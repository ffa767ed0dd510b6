package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.PromptEntry;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.Test;

/** Being let in, or not, by passwords and questions. */
final class LoginTest extends LoginServer {

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
        misbehaving().ssh().setPasswordAuthenticator((user, password, session) -> {
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
            misbehaving().ssh().getActiveSessions().forEach(session -> session.close(true));
            assertLetInAgain(file);
        }
        assertThat(questions)
                .containsExactly(
                        "Password for somebody@127.0.0.1:" + misbehaving().port());
    }

    @Test
    void asksTheServersOwnQuestions() throws Exception {
        methods(UserAuthKeyboardInteractiveFactory.INSTANCE);
        misbehaving().ssh().setKeyboardInteractiveAuthenticator(new TwoQuestions());
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
    void saysThatAHostDoesNotExist() {
        try (SftpServer server =
                        SftpServer.at("no-such-host.invalid").user("somebody").build();
                SourceFile file = server.file("/the/file")) {
            assertThat(assertFails(Kind.NETWORK, file::stat)).hasMessageContaining("no host named");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port = misbehaving().port();
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

    /** The end of the connection is noticed by the first question or before it. */
    private static void assertLetInAgain(SourceFile file) throws SourceException {
        try {
            file.stat();
        } catch (SourceException e) {
            assertThat(e.kind()).isEqualTo(Kind.NETWORK);
        }
        assertThat(file.stat().sizeBytes()).isEqualTo(1_000_000);
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
