package dev.crossdock.testkit;

import dev.crossdock.testkit.TcpProxy.Direction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * One thing that goes wrong between a client and a server: where, and then what. Where is, unless said otherwise, the
 * next byte in the direction, on whatever connection it comes.
 *
 * <pre>{@code
 * proxy.on(TO_CLIENT).connection(2).after(1 << 20).reset();
 * }</pre>
 *
 * <p>The last call gives the order. Everything after that is guarded by the proxy's lock.
 */
public final class TcpFault {

    enum Effect {
        /** The connection is reset, both ways. Happens once. */
        RESET,
        /** The connection ends in order, both ways. Happens once. */
        END,
        /** Nothing is taken any more: the sender's buffers fill. */
        STALL,
        /** Everything is taken and nothing arrives, as behind a firewall that forgot the connection. */
        SWALLOW,
        /** A little passes, then nothing for a while, and so on. */
        TRICKLE;

        boolean lasts() {
            return this != RESET && this != END;
        }
    }

    /** How far one connection, or all of them together, have come towards the fault. */
    private static final class Progress {
        private long bytesLeft;
        private int matched;
        private boolean reached;
    }

    private final TcpProxy proxy;
    private final Direction direction;
    private final Progress together = new Progress();
    private final Map<TcpLink, Progress> each = new WeakHashMap<>();
    private int connection;
    private boolean separately;
    private long afterBytes;
    private byte[] pattern = {};
    private Effect effect = Effect.RESET;
    private int pieceBytes;
    private Duration pause = Duration.ZERO;

    TcpFault(TcpProxy proxy, Direction direction) {
        this.proxy = proxy;
        this.direction = direction;
    }

    /** Only on the connection of this number, from 1 in the order in which they were made. */
    public TcpFault connection(int number) {
        connection = number;
        separately = true;
        return this;
    }

    /** On every connection anew, each counting its own bytes from its start. */
    public TcpFault eachConnection() {
        separately = true;
        return this;
    }

    /** Once so many bytes went through: on one connection from its start, else over all of them from now on. */
    public TcpFault after(long bytes) {
        afterBytes = bytes;
        return this;
    }

    /** Once this text went through, and it was past {@link #after}. */
    public TcpFault at(String text) {
        pattern = text.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    /** The connection is reset: who reads or writes on it gets an error. */
    public void reset() {
        order(Effect.RESET);
    }

    /** The connection ends in order: who reads on it gets the end of the stream. */
    public void end() {
        order(Effect.END);
    }

    /** Nothing is taken any more, until {@link TcpProxy#resume}. */
    public void stall() {
        order(Effect.STALL);
    }

    /** Everything is taken and nothing arrives, not even the end, until {@link TcpProxy#resume}. */
    public void swallow() {
        order(Effect.SWALLOW);
    }

    /** So many bytes pass at a time, each time after a pause, until {@link TcpProxy#resume}. */
    public void trickle(int bytes, Duration every) {
        pieceBytes = bytes;
        pause = every;
        order(Effect.TRICKLE);
    }

    /** Whatever comes is kept for so long before it passes, until {@link TcpProxy#resume}. */
    public void delay(Duration time) {
        trickle(Integer.MAX_VALUE, time);
    }

    private void order(Effect wanted) {
        effect = wanted;
        start(together);
        proxy.take(this);
    }

    private void start(Progress progress) {
        progress.bytesLeft = afterBytes;
    }

    Effect effect() {
        return effect;
    }

    int pieceBytes() {
        return pieceBytes;
    }

    Duration pause() {
        return pause;
    }

    boolean concerns(TcpLink link, Direction way) {
        return way == direction && (connection == 0 || connection == link.number());
    }

    boolean isReached(TcpLink link) {
        return progress(link).reached;
    }

    void reached(TcpLink link) {
        progress(link).reached = true;
    }

    /** After how many of these bytes the fault is reached; more than {@code length} if not with them. */
    int distance(TcpLink link, ByteBuffer bytes, int from, int length) {
        Progress progress = progress(link);
        if (progress.bytesLeft > length) {
            return length + 1;
        }
        if (pattern.length == 0) {
            return (int) progress.bytesLeft;
        }
        int matched = progress.matched;
        for (int index = (int) progress.bytesLeft; index < length; index++) {
            matched = matchedAfter(matched, bytes.get(from + index));
            if (matched == pattern.length) {
                return index + 1;
            }
        }
        return length + 1;
    }

    void passed(TcpLink link, ByteBuffer bytes, int from, int length) {
        Progress progress = progress(link);
        int skipped = (int) Math.min(progress.bytesLeft, length);
        progress.bytesLeft -= skipped;
        for (int index = skipped; index < length && pattern.length > 0 && !progress.reached; index++) {
            progress.matched = matchedAfter(progress.matched, bytes.get(from + index));
        }
    }

    /** How much of the pattern's start is the end of what passed. */
    private int matchedAfter(int matched, byte next) {
        int length = Math.min(matched, pattern.length - 1);
        while (length >= 0 && !(pattern[length] == next && endsWithStart(length, matched))) {
            length--;
        }
        return length + 1;
    }

    /** Whether the first {@code length} bytes of the pattern are also the last of its first {@code matched}. */
    private boolean endsWithStart(int length, int matched) {
        for (int index = 0; index < length; index++) {
            if (pattern[index] != pattern[matched - length + index]) {
                return false;
            }
        }
        return true;
    }

    private Progress progress(TcpLink link) {
        if (!separately) {
            return together;
        }
        return each.computeIfAbsent(link, unseen -> {
            Progress fresh = new Progress();
            // What went through before the order was given counts too.
            fresh.bytesLeft = Math.max(0, afterBytes - link.passed(direction));
            return fresh;
        });
    }
}
