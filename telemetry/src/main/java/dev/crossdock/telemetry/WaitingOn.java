package dev.crossdock.telemetry;

import java.util.Locale;

/** What a part under way waits for. */
public enum WaitingOn {
    /** Its bytes: it is being read. */
    SOURCE,
    /** The acknowledgement: it is read, and being sent. */
    STORE,
    /** A place in the memory budget. */
    MEMORY;

    /** The word for people and labels, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
