package dev.crossdock;

/**
 * Hears what happens during a transfer. Called from the transfer's threads, one event at a time per transfer: what it
 * does slows the transfer down, so it should be quick. What it throws is ignored.
 */
@FunctionalInterface
public interface TransferListener {

    /** Hears nothing. */
    TransferListener NONE = event -> {};

    void on(TransferEvent event);
}
