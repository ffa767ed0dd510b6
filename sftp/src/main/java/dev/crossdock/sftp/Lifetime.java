package dev.crossdock.sftp;

import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceLocation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** From the making of a file to its close: whoever waits on the file's behalf is told when it is over. */
final class Lifetime {

    private final SourceLocation file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Runnable> watchers = new LinkedHashSet<>();
    private boolean over;

    /** @param file as messages name it */
    Lifetime(SourceLocation file) {
        this.file = file;
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Throws {@link #failure} if it is over. */
    void check() throws SourceException {
        if (isOver()) {
            throw failure();
        }
    }

    /** What they are told who still wait. */
    SourceException failure() {
        return new SourceException(Kind.NETWORK, file + " was closed.", "ask the server for the file anew");
    }

    /** Does this when it is over; at once if it is. It may not block. */
    void watch(Runnable whenOver) {
        lock.lock();
        try {
            if (!over) {
                watchers.add(whenOver);
                return;
            }
        } finally {
            lock.unlock();
        }
        whenOver.run();
    }

    void forget(Runnable watcher) {
        lock.lock();
        try {
            watchers.remove(watcher);
        } finally {
            lock.unlock();
        }
    }

    void end() {
        List<Runnable> told;
        lock.lock();
        try {
            over = true;
            told = List.copyOf(watchers);
            watchers.clear();
        } finally {
            lock.unlock();
        }
        told.forEach(Runnable::run);
    }
}
