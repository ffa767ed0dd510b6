package dev.crossdock.sftp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.jspecify.annotations.Nullable;

/** An SSH server whose SFTP is played by a script: what no decent server does can be asked of it. */
final class ScriptedSftp implements AutoCloseable {

    /** How the server behaves. What a script does not override is done decently, for one file with a known content. */
    abstract static class Script {

        /** Answers INIT. */
        void version(DataOutputStream out) throws IOException {
            reply(out, PacketType.VERSION, 3, body -> {});
        }

        abstract void read(int connection, int id, long offset, int length, DataOutputStream out) throws IOException;

        long size(int connection) {
            return 1_000_000;
        }

        int permissions() {
            return 0100644;
        }

        int modified(int connection) {
            return 1_700_000_000;
        }

        void open(int id, DataOutputStream out) throws IOException {
            reply(out, PacketType.HANDLE, id, body -> string(body, "h"));
        }
    }

    /** Writes what a packet holds. */
    @FunctionalInterface
    interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    private final AtomicInteger connections = new AtomicInteger();
    private final Script script;

    ScriptedSftp(Script script) throws Exception {
        this.script = script;
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256)));
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setSubsystemFactories(List.of(new Factory()));
        server.start();
    }

    int port() {
        return server.getPort();
    }

    int connections() {
        return connections.get();
    }

    SshServer ssh() {
        return server;
    }

    String knownHostsLine() throws IOException, GeneralSecurityException {
        return "[127.0.0.1]:" + port() + " "
                + PublicKeyEntry.toString(server.getKeyPairProvider()
                        .loadKeys(null)
                        .iterator()
                        .next()
                        .getPublic())
                + "\n";
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** The byte that the file has at an offset. */
    static byte contentAt(long offset) {
        return (byte) (offset * 31 + (offset >> 8));
    }

    static void data(DataOutputStream out, int id, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = contentAt(offset + i);
        }
        reply(out, PacketType.DATA, id, body -> {
            body.writeInt(length);
            body.write(bytes);
        });
    }

    static void status(DataOutputStream out, int id, StatusCode code) throws IOException {
        reply(out, PacketType.STATUS, id, body -> {
            body.writeInt(List.of(StatusCode.values()).indexOf(code));
            string(body, "as the script says");
            string(body, "en");
        });
    }

    static void reply(DataOutputStream out, int type, int id, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        out.writeInt(5 + bytes.size());
        out.writeByte(type);
        out.writeInt(id);
        out.write(bytes.toByteArray());
        out.flush();
    }

    static void string(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private final class Factory implements SubsystemFactory {

        @Override
        public String getName() {
            return "sftp";
        }

        @Override
        public Command createSubsystem(ChannelSession channel) {
            return new Conversation();
        }
    }

    private final class Conversation implements Command {

        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private @Nullable ExitCallback exit;
        private final int connection = connections.incrementAndGet();

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
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofVirtual().name("scripted sftp").start(this::run);
        }

        @Override
        public void destroy(ChannelSession channel) {}

        private void run() {
            InputStream requests = Objects.requireNonNull(in);
            OutputStream replies = Objects.requireNonNull(out);
            try {
                DataInputStream from = new DataInputStream(requests);
                DataOutputStream to = new DataOutputStream(replies);
                while (true) {
                    answer(from, to);
                }
            } catch (EOFException e) {
                Objects.requireNonNull(exit).onExit(0);
            } catch (IOException e) {
                Objects.requireNonNull(exit).onExit(1);
            }
        }

        private void answer(DataInputStream from, DataOutputStream to) throws IOException {
            byte[] packet = from.readNBytes(from.readInt());
            DataInputStream request = new DataInputStream(new ByteArrayInputStream(packet));
            int type = request.readUnsignedByte();
            int id = request.readInt();
            switch (type) {
                case PacketType.INIT -> script.version(to);
                case PacketType.REALPATH ->
                    reply(to, PacketType.NAME, id, body -> {
                        body.writeInt(1);
                        string(body, "/the/file");
                        string(body, "/the/file");
                        body.writeInt(0);
                    });
                case PacketType.STAT, PacketType.FSTAT ->
                    reply(to, PacketType.ATTRS, id, body -> {
                        body.writeInt(0x1 | 0x4 | 0x8);
                        body.writeLong(script.size(connection));
                        body.writeInt(script.permissions());
                        body.writeInt(0);
                        body.writeInt(script.modified(connection));
                    });
                case PacketType.OPEN -> script.open(id, to);
                case PacketType.READ -> {
                    int unused = request.skipBytes(request.readInt());
                    script.read(connection, id, request.readLong(), request.readInt(), to);
                }
                case PacketType.CLOSE -> status(to, id, StatusCode.OK);
                default -> status(to, id, StatusCode.OP_UNSUPPORTED);
            }
        }
    }
}
