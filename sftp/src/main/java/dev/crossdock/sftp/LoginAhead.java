package dev.crossdock.sftp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A second login that is under way for nobody yet, and those who came meanwhile to want one: they look again when it is
 * over. {@link ConnectionPool} guards it.
 */
final class LoginAhead {

    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private boolean underWay;
    private boolean refused;

    void begin() {
        underWay = true;
    }

    /** One wants several connections. */
    void wanted(Runnable lookAgain) {
        if (underWay) {
            waiting.add(lookAgain);
        }
    }

    /** It is over. Returns who waited. */
    List<Runnable> end(boolean opened) {
        List<Runnable> meanwhile = List.copyOf(waiting);
        waiting.clear();
        underWay = false;
        refused = !opened && meanwhile.isEmpty();
        return meanwhile;
    }

    /** Whether it was refused before anybody wanted several. The first who does is told, and nobody else. */
    boolean takeRefusal() {
        boolean taken = refused;
        refused = false;
        return taken;
    }
}
