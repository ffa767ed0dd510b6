package dev.crossdock.sftp;

import com.jcraft.jsch.Logger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What JSch says of one session: all of it is detail, so it goes to the debug level. Keeps the last exception it saw. */
final class SshLog implements Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SshLog.class);

    /** JSch says so of each session, and only here. */
    private static final Pattern CIPHER_OF_THE_FILE = Pattern.compile("kex: server->client cipher: (\\S+) MAC: .*");

    /** A question that costs a server nothing to answer. */
    private static final String ASKED = "SSH_MSG_SERVICE_REQUEST sent";

    private static final String ANSWERED = "SSH_MSG_SERVICE_ACCEPT received";

    private final String server;

    /** Whether the cipher was spoken of: every session has it, and again with each new key. */
    private final AtomicBoolean cipherIsSaid;

    private volatile @Nullable Throwable failure;

    // Of the thread that logs in.
    private long askedNanos;
    private Duration roundTrip = Duration.ZERO;

    SshLog(String server) {
        this(server, new AtomicBoolean());
    }

    /** @param cipherIsSaid shared by all sessions with the server */
    SshLog(String server, AtomicBoolean cipherIsSaid) {
        this.server = server;
        this.cipherIsSaid = cipherIsSaid;
    }

    /** Why the session ended, as far as JSch said: it tells its log and nobody else. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** How long the server is away, as the login showed; zero if JSch did not say. */
    Duration roundTrip() {
        return roundTrip;
    }

    @Override
    public boolean isEnabled(int level) {
        // JSch hands exceptions over at INFO and above only if that level is enabled.
        return level >= INFO || LOG.isDebugEnabled();
    }

    @Override
    public void log(int level, String message) {
        LOG.debug("{}: {}", server, message);
        switch (message) {
            case ASKED -> askedNanos = System.nanoTime();
            case ANSWERED -> roundTrip = Duration.ofNanos(System.nanoTime() - askedNanos);
            default -> noteCipher(message);
        }
    }

    private void noteCipher(String message) {
        Matcher cipher = CIPHER_OF_THE_FILE.matcher(message);
        if (cipher.matches() && !cipher.group(1).contains("gcm") && cipherIsSaid.compareAndSet(false, true)) {
            LOG.debug(
                    "{} offers no AES-GCM, so files come by {}, which costs more processor time",
                    server,
                    Status.presentable(cipher.group(1)));
        }
    }

    @Override
    public void log(int level, String message, Throwable cause) {
        failure = cause;
        // Whom it concerns is told with the whole trace; here, every session that ends would print one.
        log(level, message + " (" + Status.presentable(cause.toString()) + ")");
    }
}
