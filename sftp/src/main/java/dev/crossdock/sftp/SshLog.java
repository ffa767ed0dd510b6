package dev.crossdock.sftp;

import com.jcraft.jsch.Logger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What JSch says of one session: all of it is detail, so it goes to the debug level. Keeps the last exception it saw. */
final class SshLog implements Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SshLog.class);

    private final String server;
    private volatile @Nullable Throwable failure;

    SshLog(String server) {
        this.server = server;
    }

    /** Why the session ended, as far as JSch said: it tells its log and nobody else. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public boolean isEnabled(int level) {
        // JSch hands exceptions over at INFO and above only if that level is enabled.
        return level >= INFO || LOG.isDebugEnabled();
    }

    @Override
    public void log(int level, String message) {
        LOG.debug("{}: {}", server, message);
    }

    @Override
    public void log(int level, String message, Throwable cause) {
        failure = cause;
        // Whom it concerns is told with the whole trace; here, every session that ends would print one.
        log(level, message + " (" + Status.presentable(cause.toString()) + ")");
    }
}
