package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.SftpWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing a file ends what its first stat waits for; the time-outs here are longer than any test. */
final class CancelledConnectTest extends MisbehavingServer {

    @ParameterizedTest
    @EnumSource
    void closeEndsAStatThatWaitsForASilentServer(SourceFile.Access access) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SftpServer server = silent(silent).access(access).build()) {
            SourceFile file = server.file("/a");
            FutureTask<FileStat> stat = inBackground(file);
            try (Socket connected = silent.accept()) {
                file.close();
                assertEndsAsClosed(stat);
                // The attempt itself is ended, not only the wait: the other end is told.
                awaitEnd(connected);
            }
        }
    }

    @Test
    void anAttemptThatAnotherFileWaitsForGoesOn() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SftpServer server = silent(silent).build()) {
            SourceFile one = server.file("/a");
            SourceFile other = server.file("/b");
            FutureTask<FileStat> first = inBackground(one);
            try (Socket connected = silent.accept()) {
                FutureTask<FileStat> second = new FutureTask<>(other::stat);
                Thread waiting = Thread.ofVirtual().start(second);
                awaitUntil("the second waits too", () -> waiting.getState() == Thread.State.WAITING);
                one.close();
                assertEndsAsClosed(first);
                assertThat(second.isDone()).isFalse();
                other.close();
                assertEndsAsClosed(second);
                awaitEnd(connected);
            }
        }
    }

    /** From the third on nobody waits for the server to say that it has SFTP, so it may be silent when it is asked for its version. */
    @Test
    void closingTheServerEndsFurtherAttemptsToo() throws Exception {
        misbehaving.answering(SftpWire.INIT, request -> {
            if (request.connection() < 3) {
                request.decently();
            }
        });
        try (SftpServer server = server().connections(4)
                        .connectTimeout(Duration.ofHours(1))
                        .build();
                SourceFile file = file(server)) {
            file.stat();
            file.expect(SIZE);
            awaitUntil(
                    "two are asked for their version in vain",
                    () -> misbehaving.requests(SftpWire.INIT).size() == 4);
        }
        awaitUntil(
                "no session is left",
                () -> misbehaving.ssh().getActiveSessions().isEmpty());
    }

    @Test
    void whoComesAfterAnEndedAttemptBeginsANewOne() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SftpServer server = silent(silent).build()) {
            SourceFile one = server.file("/a");
            FutureTask<FileStat> first = inBackground(one);
            try (Socket connected = silent.accept()) {
                one.close();
                assertEndsAsClosed(first);
                SourceFile other = server.file("/b");
                FutureTask<FileStat> second = inBackground(other);
                try (Socket again = silent.accept()) {
                    assertThat(again.getPort()).isNotEqualTo(connected.getPort());
                    other.close();
                    assertEndsAsClosed(second);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsAStatThatIsNotAnsweredAndLeavesTheConnection(SourceFile.Access access) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        misbehaving.answering(SftpWire.STAT, request -> {
            asked.countDown();
            answer.join();
            request.decently();
        });
        try (SftpServer server = server().access(access).build();
                SourceFile other = file(server)) {
            SourceFile file = file(server);
            FutureTask<FileStat> stat = inBackground(file);
            asked.await();
            file.close();
            assertEndsAsClosed(stat);
            answer.complete(null);
            assertThat(other.stat().sizeBytes()).isEqualTo(SIZE);
            assertThat(misbehaving.connections()).isEqualTo(1);
        } finally {
            answer.complete(null);
        }
    }

    @Test
    void aHandleThatComesTooLateIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        misbehaving.answering(SftpWire.OPEN, request -> {
            asked.countDown();
            answer.join();
            request.decently();
        });
        try (SftpServer server = server().build();
                SourceFile other = file(server)) {
            SourceFile file = file(server);
            FutureTask<FileStat> stat = inBackground(file);
            asked.await();
            file.close();
            assertEndsAsClosed(stat);
            answer.complete(null);
            // Its own handle is asked for and closed after the late one is.
            assertThat(other.stat().sizeBytes()).isEqualTo(SIZE);
            awaitUntil("the late handle is closed", () -> misbehaving.file().openHandles() == 1);
        } finally {
            answer.complete(null);
        }
    }

    private static FutureTask<FileStat> inBackground(SourceFile file) {
        FutureTask<FileStat> stat = new FutureTask<>(file::stat);
        Thread.ofVirtual().name("first stat").start(stat);
        return stat;
    }

    private static void assertEndsAsClosed(FutureTask<FileStat> stat) throws InterruptedException {
        try {
            throw new AssertionError("the stat was answered: " + stat.get());
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            cause -> assertThat(cause.kind()).isEqualTo(Kind.NETWORK))
                    .hasMessageContaining("closed");
        }
    }

    /** Reads until the other end closes: at most its greeting comes before that. */
    private static void awaitEnd(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(256);
    }

    private static SftpServer.Builder silent(ServerSocket socket) {
        return SftpServer.at("127.0.0.1")
                .port(socket.getLocalPort())
                .user("somebody")
                .password("secret".toCharArray())
                .agent(false)
                .connectTimeout(Duration.ofMinutes(10));
    }
}
