package dev.crossdock.sftp;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.crossdock.SourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Opens SSH sessions with an SFTP channel on each. Everything that is set is set on the session: JSch's own settings are global. */
final class SshConnector {

    /**
     * How far the server may send ahead on a channel. At 100 ms round trip, 64 MiB carry 640 MB/s; the memory for it is
     * leased before a READ is sent, so nothing is buffered here.
     */
    private static final int WINDOW_BYTES = 64 << 20;

    /** The largest SSH packet asked for: OpenSSH fills it, and half the packets is half the work per packet. */
    private static final int PACKET_BYTES = 64 * 1024;

    private static final Duration KEEPALIVE = Duration.ofSeconds(15);
    private static final int KEEPALIVES_UNANSWERED = 3;

    /** AES with hardware support first. No ChaCha20: JSch has it from BouncyCastle only, whose AES must never be used. */
    private static final String CIPHERS =
            "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";

    private static final String MACS =
            "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";

    private static final boolean OWN_AES_GCM = visibleToJsch(AesGcm.Aes128.class);

    private final ServerAddress address;
    private final KnownHosts knownHosts;
    private final HostKeyPolicy hostKeyPolicy;
    private final Credentials credentials;
    private final Duration connectTimeout;
    private final Duration stallTimeout;
    private final Threads threads;
    private final AtomicBoolean cipherIsSaid = new AtomicBoolean();
    private final ReentrantLock loading = new ReentrantLock();
    private @Nullable Identities identities;

    SshConnector(
            ServerAddress address,
            KnownHosts knownHosts,
            HostKeyPolicy hostKeyPolicy,
            Credentials credentials,
            Duration connectTimeout,
            Duration stallTimeout,
            Threads threads) {
        this.address = address;
        this.knownHosts = knownHosts;
        this.hostKeyPolicy = hostKeyPolicy;
        this.credentials = credentials;
        this.connectTimeout = connectTimeout;
        this.stallTimeout = stallTimeout;
        this.threads = threads;
    }

    ServerAddress address() {
        return address;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration stallTimeout() {
        return stallTimeout;
    }

    Threads threads() {
        return threads;
    }

    /** The TCP connection for a session to come. */
    RawSocket newSocket() {
        return new RawSocket(connectTimeout);
    }

    /**
     * Connects and logs in, once.
     *
     * @param replies takes what arrives on the channel, on the session's own thread; closed when the channel ends
     */
    SshLink connect(OutputStream replies, ConnectAttempt attempt) throws SourceException {
        HostKeyCheck hostKeyCheck = new HostKeyCheck(address, knownHosts, hostKeyPolicy);
        RawSocket socket = attempt.socket();
        Identities keys = attempt.mayAsk() ? identities() : identities().withoutAsking();
        SshLog log = new SshLog(address.toString(), cipherIsSaid);
        try {
            Login login = new Login(credentials, address, attempt.mayAsk());
            Session session = session(hostKeyCheck, keys, login, socket, log);
            session.connect(Math.toIntExact(connectTimeout.toMillis()));
            if (!login.answeredOnce()) {
                attempt.letIn().accept(log.roundTrip());
            }
            return new SshLink(threads, session, socket, openChannel(session, replies, attempt.subsystemKnown()), log);
        } catch (JSchException | IOException | RuntimeException e) {
            socket.close();
            // JSch itself only says that the session is down; why, it told its log.
            log.failure().filter(why -> !why.equals(e)).ifPresent(e::addSuppressed);
            throw hostKeyCheck.refusal().orElseGet(() -> ConnectFailure.of(address, keys, credentials, e));
        }
    }

    /** JSch finds classes by name; where its class loader does not know ours, its own have to do. */
    private static boolean visibleToJsch(Class<?> type) {
        try {
            return Class.forName(type.getName(), false, JSch.class.getClassLoader())
                    .equals(type);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The keys are read once, when the first session needs them. */
    private Identities identities() throws SourceException {
        loading.lock();
        try {
            if (identities == null) {
                identities = Identities.load(credentials);
            }
            return identities;
        } finally {
            loading.unlock();
        }
    }

    private Session session(HostKeyCheck hostKeyCheck, Identities keys, Login login, RawSocket socket, SshLog log)
            throws JSchException {
        JSch jsch = new JSch();
        jsch.setInstanceLogger(log);
        // In lower case, as known_hosts has names and as certificates are compared with them.
        Session session = jsch.getSession(address.user(), address.host().toLowerCase(Locale.ROOT), address.port());
        session.setHostKeyRepository(hostKeyCheck);
        session.setIdentityRepository(keys.forSession());
        session.setUserInfo(login);
        session.setSocketFactory(socket);
        session.setThreadFactory(work -> Thread.ofPlatform().daemon().unstarted(work));
        session.setServerAliveInterval(Math.toIntExact(KEEPALIVE.toMillis()));
        session.setServerAliveCountMax(KEEPALIVES_UNANSWERED);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("server_host_key", hostKeyCheck.preferring(session.getConfig("server_host_key")));
        session.setConfig("PreferredAuthentications", login.methods());
        // One refused secret ends it: what JSch would try next is an empty answer, and that counts at the server too.
        session.setConfig("MaxAuthTries", "1");
        // A round trip each: to ask which methods there are, and whether the only key would do before it signs.
        session.setConfig("enable_auth_none", "no");
        session.setConfig("enable_pubkey_auth_query", login.offersKeysOnly() && keys.isOneToSign() ? "no" : "yes");
        session.setConfig("cipher.s2c", CIPHERS);
        session.setConfig("cipher.c2s", CIPHERS);
        session.setConfig("CheckCiphers", "");
        if (OWN_AES_GCM) {
            session.setConfig("aes128-gcm@openssh.com", AesGcm.Aes128.class.getName());
            session.setConfig("aes256-gcm@openssh.com", AesGcm.Aes256.class.getName());
        }
        session.setConfig("mac.s2c", MACS);
        session.setConfig("mac.c2s", MACS);
        return session;
    }

    private OutputStream openChannel(Session session, OutputStream replies, boolean subsystemKnown)
            throws JSchException, IOException {
        ChannelSubsystem channel = (ChannelSubsystem) session.openChannel("subsystem");
        channel.setSubsystem("sftp");
        channel.setWantReply(!subsystemKnown);
        channel.setLocalWindowSizeMax(WINDOW_BYTES);
        channel.setLocalPacketSize(PACKET_BYTES);
        channel.setOutputStream(replies);
        // With a time-out, JSch asks for an answer and waits for it; without one, it still gives up after 20 seconds.
        channel.connect(subsystemKnown ? 0 : Math.toIntExact(connectTimeout.toMillis()));
        return channel.getOutputStream();
    }
}
