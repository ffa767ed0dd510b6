package dev.crossdock.simulator;

/**
 * Unwinds the threads of a simulated process that has died. Whatever their {@code finally} blocks still try comes to
 * nothing: every way out of the process throws this again.
 */
final class ProcessDeath extends Error {

    private static final long serialVersionUID = 1L;

    ProcessDeath() {
        super("the simulated process has died", null, false, false);
    }
}
