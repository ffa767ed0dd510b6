package dev.crossdock.sftp;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One attempt to connect and log in.
 *
 * @param socket what to connect with; closing it ends the attempt
 * @param mayAsk whether a person may be asked for a secret
 * @param subsystemKnown whether the server is known to have SFTP: then nobody waits for it to say so, which saves a round
 *     trip; a server that refuses it after all may say nothing
 * @param letIn told the round trip when the login succeeded by means that are good for another one; several round trips
 *     follow
 */
record ConnectAttempt(RawSocket socket, boolean mayAsk, boolean subsystemKnown, Consumer<Duration> letIn) {

    /** The first, by which everything is found out. */
    static ConnectAttempt first(RawSocket socket, Consumer<Duration> letIn) {
        return new ConnectAttempt(socket, true, false, letIn);
    }

    /** A further one, in the background. */
    static ConnectAttempt further(RawSocket socket, boolean subsystemKnown) {
        return new ConnectAttempt(socket, false, subsystemKnown, roundTrip -> {});
    }
}
