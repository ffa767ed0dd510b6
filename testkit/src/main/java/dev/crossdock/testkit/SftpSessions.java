package dev.crossdock.testkit;

import dev.crossdock.testkit.MisbehavingSftp.Refusal;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/** The SSH sessions of a {@link MisbehavingSftp}: how many have come, how many there are, and which are turned away. */
final class SftpSessions implements SessionListener {

    private final Guarded state = new Guarded();
    private final Set<Session> open = new HashSet<>();
    private @Nullable Refusal one;
    private boolean loginsRefused;
    private int toRefuse;
    private int count;

    void one(Refusal how) {
        state.run(() -> one = how);
    }

    void refuse(int connections) {
        state.run(() -> toRefuse = connections);
    }

    void refuseLogins() {
        state.run(() -> loginsRefused = true);
    }

    int count() {
        return state.get(() -> count);
    }

    void await(int connections) {
        state.awaitUntil(connections + " connections have come", () -> count >= connections);
    }

    boolean mayLogIn(Session session) {
        return state.get(() -> !loginsRefused && !(one == Refusal.LOGIN && isFurther(session)));
    }

    void requireMayOpenChannel(Session session) throws IOException {
        if (state.get(() -> one == Refusal.CHANNEL && isFurther(session))) {
            throw new IOException("one channel is enough");
        }
    }

    @Override
    public void sessionCreated(Session session) {
        boolean refused;
        state.lock();
        try {
            count++;
            refused = toRefuse > 0 || (one == Refusal.CONNECTION && isFurther(session));
            toRefuse = Math.max(0, toRefuse - 1);
            if (!refused) {
                open.add(session);
            }
            state.signalAll();
        } finally {
            state.unlock();
        }
        if (refused) {
            session.close(true);
        }
    }

    @Override
    public void sessionClosed(Session session) {
        state.run(() -> open.remove(session));
    }

    private boolean isFurther(Session session) {
        return open.size() > (open.contains(session) ? 1 : 0);
    }
}
