package dev.crossdock.sftp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * On behalf of one who waits, looks now and then whether anything arrives on the connections that owe it. Not safe for
 * several threads.
 */
final class SilenceWatch {

    /** How often, within a stall timeout. */
    private static final int LOOKS = 4;

    /**
     * What was seen of a connection.
     *
     * @param looks how many in a row saw the same
     */
    private record Seen(long bytesReceived, int looks) {}

    private final long stallNanos;
    private final Map<SftpConnection, Seen> seen = new HashMap<>();

    /** @param owing silence on them counts from now on */
    SilenceWatch(long stallNanos, List<SftpConnection> owing) {
        this.stallNanos = stallNanos;
        owing.forEach(connection -> seen.put(connection, new Seen(connection.bytesReceived(), 0)));
    }

    /** How long to wait until the next look. */
    long intervalNanos() {
        return stallNanos / LOOKS;
    }

    /** The connections on which nothing has come since the stall timeout. */
    List<SftpConnection> look(List<SftpConnection> owing) {
        seen.keySet().retainAll(owing);
        List<SftpConnection> silent = new ArrayList<>();
        for (SftpConnection connection : owing) {
            long received = connection.bytesReceived();
            Seen before = seen.get(connection);
            int looks = before != null && before.bytesReceived == received ? before.looks + 1 : 0;
            seen.put(connection, new Seen(received, looks));
            if (looks >= LOOKS) {
                silent.add(connection);
            }
        }
        return silent;
    }
}
