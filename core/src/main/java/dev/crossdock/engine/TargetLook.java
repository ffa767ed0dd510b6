package dev.crossdock.engine;

import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.StoreException;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferException;
import java.util.Optional;

/** Looks at the target while the source is being connected to: neither needs the other. */
final class TargetLook implements Runnable {

    private final ObjectStore store;
    private final ObjectKey target;
    private final Retries retries;
    private Optional<StoredObject> found = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    TargetLook(ObjectStore store, ObjectKey target, Retries retries) {
        this.store = store;
        this.target = target;
        this.retries = retries;
    }

    @Override
    public void run() {
        try {
            found = retries.run("look at the target", () -> store.find(target));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.FORBIDDEN) {
                failure = Optional.of(e);
            }
            // May write but not read: less is recognised, and the transfer goes on.
        } catch (TransferException | RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    /** Called after the look has ended. */
    Optional<StoredObject> result() throws TransferException {
        if (failure.isPresent()) {
            throw StopSignal.asThrown(failure.get());
        }
        return found;
    }
}
