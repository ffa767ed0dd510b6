package dev.crossdock.testkit;

import dev.crossdock.StoreException;
import dev.crossdock.TransferException;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is still to go wrong at a {@link FakeStore}, and how often each thing was asked. */
final class FakeFaults {

    /** In place of a part number: whichever. */
    static final int ANY = -1;

    private static final class Fault {
        private final Request request;
        private final int partNumber;
        private final Moment moment;
        private final Supplier<? extends TransferException> cause;
        private int times;

        Fault(Request request, int partNumber, Moment moment, int times, Supplier<? extends TransferException> cause) {
            this.request = request;
            this.partNumber = partNumber;
            this.moment = moment;
            this.times = times;
            this.cause = cause;
        }
    }

    private final List<Fault> faults = new ArrayList<>();
    private final Map<Integer, Integer> damages = new HashMap<>();
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private final Map<Request, Integer> requests = new HashMap<>();

    synchronized void add(
            Request request, int partNumber, Moment moment, int times, Supplier<? extends TransferException> cause) {
        faults.add(new Fault(request, partNumber, moment, times, cause));
    }

    synchronized void damage(int partNumber, int times) {
        damages.merge(partNumber, times, Integer::sum);
    }

    synchronized int attempts(int partNumber) {
        return attempts.getOrDefault(partNumber, 0);
    }

    synchronized int requests(Request request) {
        return requests.getOrDefault(request, 0);
    }

    /** Whether this body is to be damaged. */
    synchronized boolean takeDamage(int partNumber) {
        int left = damages.getOrDefault(partNumber, 0);
        damages.put(partNumber, Math.max(0, left - 1));
        return left > 0;
    }

    /** Throws what was ordered for this moment. */
    synchronized void pass(Request request, int partNumber, Moment moment) throws TransferException {
        if (moment == Moment.BEFORE) {
            requests.merge(request, 1, Integer::sum);
            attempts.merge(partNumber, 1, Integer::sum);
        }
        for (Fault fault : faults) {
            if (fault.times > 0
                    && fault.request == request
                    && fault.moment == moment
                    && (fault.partNumber == ANY || fault.partNumber == partNumber)) {
                fault.times--;
                throw fault.cause.get();
            }
        }
    }

    /** The same for a request without a body, which can only fail as a {@code StoreException}. */
    void passPlain(Request request, Moment moment) throws StoreException {
        try {
            if (moment == Moment.BEFORE) {
                pass(request, ANY, Moment.BEFORE);
                pass(request, ANY, Moment.MIDWAY);
            } else {
                pass(request, ANY, moment);
            }
        } catch (StoreException e) {
            throw e;
        } catch (TransferException e) {
            throw new IllegalStateException(request + " can't fail like this", e);
        }
    }
}
