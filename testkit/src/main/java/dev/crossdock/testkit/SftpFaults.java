package dev.crossdock.testkit;

import java.time.Duration;
import java.util.SplittableRandom;

/** What a server can do wrong when it is asked for a piece of a file. */
public final class SftpFaults {

    private static final int INTEGER_BYTES = 4;

    private SftpFaults() {}

    /** Never more than so many bytes at once, which is allowed. */
    public static SftpAnswer shortReplies(int mostBytes) {
        return request -> request.data(Math.min(request.length(), mostBytes));
    }

    /** Replies of changing size, as drawn from a seed. */
    public static SftpAnswer repliesOf(int leastBytes, int mostBytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return request -> {
            int bytes;
            synchronized (random) {
                bytes = random.nextInt(leastBytes, mostBytes + 1);
            }
            request.data(Math.min(request.length(), bytes));
        };
    }

    /** Replies that hold nothing. */
    public static SftpAnswer emptyData() {
        return request -> request.data(0);
    }

    /** One byte more than was asked for. */
    public static SftpAnswer excessData() {
        return request -> request.data(request.length() + 1);
    }

    /** Replies to requests that were never made. */
    public static SftpAnswer unknownId(int distance) {
        return request -> request.data(request.id() + distance, request.length());
    }

    /** A reply that says it holds 2 GiB. */
    public static SftpAnswer hugeLength() {
        return request -> {
            request.out().writeInt(Integer.MAX_VALUE);
            request.out().writeByte(SftpWire.DATA);
            request.out().writeInt(request.id());
            request.out().writeInt(Integer.MAX_VALUE - 1 - 2 * INTEGER_BYTES);
            request.out().flush();
        };
    }

    /** The end of the file from an offset on, whatever its size was said to be. */
    public static SftpAnswer endAt(long offset) {
        return request -> {
            if (request.offset() >= offset) {
                request.status(SftpWire.EOF);
            } else {
                request.data((int) Math.min(request.length(), offset - request.offset()));
            }
        };
    }

    /** A status where bytes should be; one of {@link SftpWire}'s. */
    public static SftpAnswer status(int code) {
        return request -> request.status(code);
    }

    /** The whole SSH session ends instead of an answer. */
    public static SftpAnswer endOfSession() {
        return SftpRequest::endSession;
    }

    /** No answer to this nor to anything after it on the connection, which stays open. */
    public static SftpAnswer silence() {
        return SftpRequest::fallSilent;
    }

    /** So few bytes per reply, and a pause before each. */
    public static SftpAnswer trickle(int bytes, Duration pause) {
        return request -> {
            request.pause(pause);
            request.data(Math.min(request.length(), bytes));
        };
    }
}
