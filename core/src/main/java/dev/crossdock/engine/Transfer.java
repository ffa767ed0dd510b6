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
     * Asks the transfer to stop. What is under way ends promptly, and {@link #await} returns {@code Failed} with a
     * {@code CancelledException}, unless the transfer had ended or was being published. An unfinished upload that has
     * parts is kept, so that the same transfer goes on with it: {@link TransferOutcome.Failed#kept} says which it is.
     * With {@link dev.crossdock.Resume#NEVER} it is aborted. Returns at once; may be called from any thread, any
     * number of times.
     */
    void cancel();
}
