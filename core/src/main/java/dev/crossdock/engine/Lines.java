package dev.crossdock.engine;

import java.time.Duration;

/**
 * What a file comes and goes over.
 *
 * @param connections with how many the source means to read at first
 * @param storeLatency how fast the store answers at best; zero if unknown
 */
record Lines(int connections, Duration storeLatency) {

    /** As many as parts of the largest usual size keep busy. Unless somebody asked for more, only a long line wants them. */
    private static final int FEW_CONNECTIONS = 3;

    /** From here on a part waits longer for the store's connection and answer than for its bytes to be sent. */
    private static final Duration FAR = Duration.ofMillis(30);

    /** Whether a part's memory waits long for its bytes to come, or for the store to have them. */
    boolean areLong() {
        return connections > FEW_CONNECTIONS || storeLatency.compareTo(FAR) >= 0;
    }
}
