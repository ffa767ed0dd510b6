package dev.crossdock.s3;

import dev.crossdock.TransferException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one share of a store, so that closing the share ends them and no others. A request belongs to the scope
 * that its thread is in: the SDK makes its calls on the thread that asked, down to our own transport.
 */
final class RequestScope implements AutoCloseable {

    /** What runs in a scope. */
    interface Call<T, X extends TransferException> {
        T call() throws X;
    }

    private static final ThreadLocal<Running> RUNNING = new ThreadLocal<>();

    private final Set<Running> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Makes a call; every exchange on the way belongs to this scope, the reading of its answer too. */
    <T, X extends TransferException> T run(Call<T, X> call) throws X {
        Running running = new Running();
        underWay.add(running);
        RUNNING.set(running);
        try {
            return call.call();
        } finally {
            RUNNING.remove();
            underWay.remove(running);
        }
    }

    /** An exchange is about to begin on this thread, in whatever scope that is. */
    static void beginning(Exchange exchange) {
        Running running = RUNNING.get();
        if (running != null) {
            running.began(exchange);
        }
    }

    /** Ends what is under way, and what begins from here on before anything is sent. Does not block. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Running::end);
    }

    /** One call, which may be several exchanges one after the other. */
    private final class Running {

        private volatile @Nullable Exchange exchange;

        void began(Exchange begun) {
            exchange = begun;
            if (closed) {
                begun.end();
            }
        }

        void end() {
            Exchange current = exchange;
            if (current != null) {
                current.end();
            }
        }
    }
}
