package dev.crossdock.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an error came from: said under {@code -v} only. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger("dev.crossdock.cli");

    private Failures() {}

    static void log(Throwable failure) {
        LOG.debug("what happened:", failure);
    }
}
