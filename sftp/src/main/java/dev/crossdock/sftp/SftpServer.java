package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One account on one SFTP server, and the SSH connections to it, which all its files share. May be used from any thread.
 *
 * <pre>{@code
 * try (SftpServer server = SftpServer.at("files.example.com").user("etl").build();
 *         SourceFile file = server.file("/out/customers.csv")) {
 *     FileStat stat = file.stat();
 *     ...
 * }
 * }</pre>
 *
 * <p>Nothing here touches settings of the whole JVM: security providers, JSch's global configuration and logging stay as
 * they are.
 */
public final class SftpServer implements AutoCloseable {

    private static final String BELOW_HOME = "~/";

    private final ServerAddress address;
    private final ConnectionCount connectionCount;
    private final Credentials credentials;
    private final SourceFile.Access access;
    private final ConnectionPool pool;

    private SftpServer(Builder builder) {
        this.address = new ServerAddress(builder.host, builder.port, builder.user);
        this.access = builder.access;
        this.connectionCount = new ConnectionCount(access == SourceFile.Access.ASCENDING ? 1 : builder.connections);
        this.credentials = new Credentials(
                builder.identities, builder.agentSocket, builder.password, builder.passphrase, builder.prompt);
        this.pool = new ConnectionPool(
                new SshConnector(
                        address,
                        builder.knownHosts,
                        builder.hostKeyPolicy,
                        credentials,
                        builder.connectTimeout,
                        builder.stallTimeout,
                        builder.threads),
                connectionCount,
                builder.nanoClock);
    }

    /**
     * Begins to describe a server.
     *
     * @param host name or address; an IPv6 address without brackets
     */
    public static Builder at(String host) {
        return new Builder(host);
    }

    /**
     * A file on the server. Nothing is sent before its first {@link SourceFile#stat}.
     *
     * @param path absolute, or {@code ~/...} below the user's home folder
     * @throws IllegalArgumentException if it is neither
     */
    public SourceFile file(String path) {
        SourceLocation location = location(path);
        String asked = asked(path);
        return switch (access) {
            case ANY_ORDER -> new SftpSourceFile(pool, connectionCount, asked, location);
            case ASCENDING -> new SequentialFile(pool, asked, location);
        };
    }

    /**
     * Begins to write a file, in a folder that must be there.
     *
     * @param path as for {@link #file}
     * @param replace whether a file of that name may be there; it is replaced when the new one is published
     * @param expectedBytes how large it will be, so that a disk without room is said at once; 0 if nobody knows
     */
    public NewFile create(String path, boolean replace, long expectedBytes)
            throws SourceException, WriteRefusedException {
        SourceLocation location = location(path);
        SftpConnection connection = pool.any(new Lifetime(location));
        return NewFile.begin(connection, asked(path), location, replace, expectedBytes, newToken());
    }

    /** Deletes a file. */
    public void delete(String path) throws SourceException, WriteRefusedException {
        SourceLocation location = location(path);
        Status status = new WriteQuestions(pool.any(new Lifetime(location))).delete(asked(path));
        if (status.code() != StatusCode.OK) {
            throw WriteFailure.deleting(location, status);
        }
    }

    private SourceLocation location(String path) {
        if (!isBelowHome(path) && !path.startsWith("/")) {
            throw new IllegalArgumentException("a path on a server is absolute or begins with ~/, not '" + path + "'");
        }
        return new SourceLocation(
                address.user(), address.host(), address.port(), isBelowHome(path) ? "/" + path : path);
    }

    private static String asked(String path) {
        return isBelowHome(path) ? path.substring(BELOW_HOME.length()) : path;
    }

    private static boolean isBelowHome(String path) {
        return path.startsWith(BELOW_HOME) && path.length() > BELOW_HOME.length();
    }

    private static String newToken() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    /** Closes the connections: what is being read fails. Secrets are overwritten. */
    @Override
    public void close() {
        pool.close();
        credentials.erase();
    }

    @Override
    public String toString() {
        return address.user() + "@" + address;
    }

    /** Describes a server. What is not said has the value that ssh would use, as far as there is one. */
    public static final class Builder {

        private final String host;
        private int port = ServerAddress.DEFAULT_PORT;
        private String user = System.getProperty("user.name");
        private @Nullable Secret password;
        private @Nullable Secret passphrase;
        private final List<Path> identities = new ArrayList<>();
        private KnownHosts knownHosts = KnownHosts.usual();
        private HostKeyPolicy hostKeyPolicy = HostKeyPolicy.STRICT;
        private @Nullable Path agentSocket = usualAgent();
        private SecretPrompt prompt = SecretPrompt.NOBODY;
        private int connections;
        private SourceFile.Access access = SourceFile.Access.ANY_ORDER;
        private Duration connectTimeout = Duration.ofSeconds(20);
        private Duration stallTimeout = Duration.ofSeconds(60);
        private Threads threads = new Threads(Thread.ofVirtual().factory());
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(String host) {
            this.host = host;
        }

        /** TCP port, 1 to 65535; 22 unless said otherwise. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The account; the name of the user who runs this JVM unless said otherwise. */
        public Builder user(String value) {
            user = value;
            return this;
        }

        /** The account's password, also the answer to a single hidden question. It is copied. */
        public Builder password(char[] value) {
            password = new Secret(value);
            return this;
        }

        /**
         * A private key to log in with, in OpenSSH's or PEM format; a certificate beside it ({@code -cert.pub}) is used
         * too. May be called several times. Without any, {@code id_ed25519}, {@code id_ecdsa} and {@code id_rsa} in
         * {@code ~/.ssh} are tried.
         */
        public Builder identity(Path privateKey) {
            identities.add(privateKey);
            return this;
        }

        /** What opens encrypted private keys. It is copied. */
        public Builder passphrase(char[] value) {
            passphrase = new Secret(value);
            return this;
        }

        /**
         * The file that says which server has which key; {@code ~/.ssh/known_hosts}, and the machine's
         * {@code /etc/ssh/ssh_known_hosts}, unless said otherwise.
         */
        public Builder knownHosts(Path file) {
            knownHosts = KnownHosts.in(file);
            return this;
        }

        /** What to do with a server that is in no known_hosts file; {@code STRICT} unless said otherwise. */
        public Builder hostKeyPolicy(HostKeyPolicy policy) {
            hostKeyPolicy = policy;
            return this;
        }

        /** Whether to use the keys of the ssh-agent that {@code SSH_AUTH_SOCK} names; true unless said otherwise. */
        public Builder agent(boolean value) {
            agentSocket = value ? usualAgent() : null;
            return this;
        }

        /** The agent that listens there. */
        Builder agentSocket(Path socket) {
            agentSocket = socket;
            return this;
        }

        private static @Nullable Path usualAgent() {
            String socket = System.getenv("SSH_AUTH_SOCK");
            return socket == null || socket.isEmpty() ? null : Path.of(socket);
        }

        /** Who is asked for a password, a passphrase or the answer to a server's question, when none was given. */
        public Builder prompt(SecretPrompt value) {
            prompt = value;
            return this;
        }

        /** How many connections a file is read with, 1 to 64; 0, the default: as many as help. */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /**
         * In which order the server lets a file be read; {@code ANY_ORDER} unless said otherwise, and then a file that
         * the server refuses a second connection or a second handle for becomes {@code ASCENDING} by itself.
         *
         * <p>{@code ASCENDING} is for servers that allow one session, one open file or one reading of a file: one
         * connection is used whatever {@link #connections} says, a file is opened once, at its first read, and read in
         * ascending order, and nothing else is asked about it while it is open. The last {@link SourceFile#stat} asks for
         * a byte behind the end, which must not be there, closes the file, and then asks for its attributes. If there are
         * none to be had any more, as on a server that lets each file be read once, the file counts as unchanged: it is
         * assumed that such a server lets nobody rewrite the file while it is read, without making it longer or shorter.
         */
        public Builder access(SourceFile.Access value) {
            access = value;
            return this;
        }

        /** How long to wait for a server that is being connected to; 20 seconds unless said otherwise. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /**
         * How long a connection may be silent while an answer is owed, before it is given up; 60 seconds unless said
         * otherwise.
         */
        public Builder stallTimeout(Duration value) {
            stallTimeout = value;
            return this;
        }

        /** How time passes between attempts to get a further connection. */
        Builder nanoClock(LongSupplier clock) {
            nanoClock = clock;
            return this;
        }

        /**
         * What runs beside the sessions: attempts to connect and the sending of requests, one thread for each connection;
         * virtual threads unless said otherwise. {@code Crossdock.withMemory} says when to choose others.
         */
        public Builder threads(ThreadFactory value) {
            threads = new Threads(value);
            return this;
        }

        /**
         * The server as described. Nothing is sent yet.
         *
         * @throws IllegalArgumentException if a value is out of its bounds
         */
        public SftpServer build() {
            if (connectTimeout.toMillis() < 1 || stallTimeout.toMillis() < 1) {
                throw new IllegalArgumentException("time-outs are a millisecond or more");
            }
            return new SftpServer(this);
        }
    }
}
