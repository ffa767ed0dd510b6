package dev.crossdock.testkit;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a file were handed out, as ranges that don't touch. Not safe for several threads. */
final class DeliveredBytes {

    private final TreeMap<Long, Long> endByStart = new TreeMap<>();

    void add(long offset, long length) {
        if (length == 0) {
            return;
        }
        long start = offset;
        long end = offset + length;
        for (Map.Entry<Long, Long> near = endByStart.floorEntry(end);
                near != null && near.getValue() >= start;
                near = endByStart.floorEntry(end)) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            endByStart.remove(near.getKey());
        }
        endByStart.put(start, end);
    }

    /** Whether any byte of a range was handed out. */
    boolean any(long offset, long length) {
        Map.Entry<Long, Long> before = endByStart.lowerEntry(offset + length);
        return length > 0 && before != null && before.getValue() > offset;
    }
}
