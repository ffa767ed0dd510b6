package dev.crossdock.engine;

import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;

/** Passes events on, one at a time, and keeps a listener's failures away from the transfer. */
final class Events {

    private final TransferListener listener;
    private final Waits.Monitor oneAtATime;

    Events(TransferListener listener, Waits waits) {
        this.listener = listener;
        this.oneAtATime = waits.newMonitor();
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // neither: a listener must not be able to break a transfer
    void tell(TransferEvent event) {
        oneAtATime.lock();
        try {
            listener.on(event);
        } catch (RuntimeException | AssertionError ignored) {
            // The contract of TransferListener: what it throws is ignored.
        } finally {
            oneAtATime.unlock();
        }
    }
}
