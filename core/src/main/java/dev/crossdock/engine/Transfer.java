package dev.crossdock.engine;

import dev.crossdock.TransferOutcome;

/** A transfer that was started. */
public interface Transfer {

    /**
     * Waits until the transfer has ended and everything it held is given back.
     *
     * <p>An interrupt of the calling thread does not end the wait (its flag is kept): to end a transfer,
     * {@link #cancel} it.
     */
    TransferOutcome await();

    /**
     * Asks the transfer to stop. What is under way ends promptly, an unfinished upload is aborted, and {@link #await}
     * returns {@code Failed} with a {@code CancelledException}, unless the transfer had ended or was being published.
     * Returns at once; may be called from any thread, any number of times.
     */
    void cancel();
}
