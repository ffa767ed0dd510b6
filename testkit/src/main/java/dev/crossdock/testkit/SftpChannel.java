package dev.crossdock.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** One SFTP channel of a {@link MisbehavingSftp}: takes the requests one after the other, on a thread of its own. */
final class SftpChannel implements Command {

    private final MisbehavingSftp server;
    private final int connection;
    private final ChannelSession channel;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable ExitCallback exit;
    private long delivered;

    SftpChannel(MisbehavingSftp server, int connection, ChannelSession channel) {
        this.server = server;
        this.connection = connection;
        this.channel = channel;
    }

    int connection() {
        return connection;
    }

    MisbehavingFile file() {
        return server.file();
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession session, Environment environment) {
        Thread.ofVirtual().name("misbehaving sftp").start(this::run);
    }

    @Override
    public void destroy(ChannelSession session) {
        closed.countDown();
        server.file().connectionEnded(connection);
    }

    private void run() {
        DataInputStream requests = new DataInputStream(Objects.requireNonNull(in));
        DataOutputStream replies = new DataOutputStream(Objects.requireNonNull(out));
        try {
            while (true) {
                server.answer(SftpRequest.read(this, requests, replies));
            }
        } catch (IOException e) {
            Objects.requireNonNull(exit).onExit(1);
        }
    }

    /** So many bytes went out; maybe the session has had enough. */
    void delivered(int bytes) throws IOException {
        delivered += bytes;
        if (delivered >= server.bytesPerSession()) {
            endSession();
            throw new IOException("the session was ended");
        }
    }

    void endSession() {
        channel.getServerSession().close(true);
    }

    void awaitClose() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        throw new IOException("the channel was closed");
    }

    void awaitClose(Duration atMost) throws IOException {
        try {
            if (closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the channel was closed");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
