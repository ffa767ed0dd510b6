package dev.crossdock.testkit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** How a {@link MisbehavingSftp} answers requests of one type. Called by the thread of the request's channel. */
@FunctionalInterface
public interface SftpAnswer {

    /**
     * Answers, decently or not, or not at all.
     *
     * @throws IOException to end the channel
     */
    void answer(SftpRequest request) throws IOException;

    /** This answer for the next {@code count} requests, a decent one for all that follow. */
    default SftpAnswer times(int count) {
        AtomicInteger left = new AtomicInteger(count);
        return request -> {
            if (left.getAndDecrement() > 0) {
                answer(request);
            } else {
                left.set(0);
                request.decently();
            }
        };
    }

    /** A decent answer until the server has delivered so many bytes of the file in all, then this one. */
    default SftpAnswer after(long bytes) {
        return request -> {
            if (request.bytesDelivered() >= bytes) {
                answer(request);
            } else {
                request.decently();
            }
        };
    }

    /** This answer on the connection with this number, the first being 1; a decent one on all others. */
    default SftpAnswer onConnection(int number) {
        return request -> {
            if (request.connection() == number) {
                answer(request);
            } else {
                request.decently();
            }
        };
    }
}
