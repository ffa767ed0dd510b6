package dev.crossdock.sftp;

import dev.crossdock.FileStat;
import dev.crossdock.SourceException;
import dev.crossdock.SourceLocation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that is being written to a server, from its beginning to its end, under a temporary name in the same folder.
 * {@link #publish} gives it its own; without that nothing of that name changes. One thread writes.
 *
 * <p>Many writes are under way at once, so that the distance to the server costs little; how many, and so the memory, is
 * fixed, and in the long run nothing is allocated for them but a few words each.
 */
public final class NewFile implements AutoCloseable {

    /**
     * So much of a WRITE fits into one SSH packet of the usual 32 KiB, with what JSch keeps free in it. No server takes
     * less (draft-ietf-secsh-filexfer-02, section 3).
     */
    private static final int PACKET_BYTES = 32_000;

    /** 4 MiB under way: twice what OpenSSH's window lets through. */
    private static final int MAX_UNDER_WAY = 128;

    private final WriteQuestions questions;
    private final SourceLocation location;
    private final String path;
    private final String temporaryPath;
    private final boolean replace;
    private final byte[] handle;
    private final int headBytes;
    private final ArrayDeque<Exchange> underWay = new ArrayDeque<>();
    private byte[] packet = new byte[PACKET_BYTES];
    private int filled;
    private long sentBytes;
    private long storedBytes;
    private boolean handleClosed;
    private boolean over;
    private boolean left;

    private NewFile(
            WriteQuestions questions,
            SourceLocation location,
            String path,
            String temporaryPath,
            boolean replace,
            byte[] handle) {
        this.questions = questions;
        this.location = location;
        this.path = path;
        this.temporaryPath = temporaryPath;
        this.replace = replace;
        this.handle = handle;
        this.headBytes = PacketWriter.writeBytes(handle);
        this.filled = headBytes;
    }

    /**
     * Makes the file under its temporary name.
     *
     * @param path as the server is asked for it
     * @param location the same for people
     * @param replace whether a file of that name may be there
     * @param expectedBytes how large it will be; 0 if nobody knows
     * @param token makes the temporary name one of its own
     */
    static NewFile begin(
            SftpConnection connection,
            String path,
            SourceLocation location,
            boolean replace,
            long expectedBytes,
            String token)
            throws SourceException, WriteRefusedException {
        WriteQuestions questions = new WriteQuestions(connection);
        Optional<FileStat> there = questions.stat(path);
        if (there.isPresent() && there.get().kind() == FileStat.Kind.DIRECTORY) {
            throw WriteFailure.folder(location);
        }
        if (there.isPresent() && !replace) {
            throw WriteFailure.exists(location);
        }
        OptionalLong room = questions.freeBytes(folder(path));
        if (room.isPresent() && room.getAsLong() < expectedBytes) {
            throw WriteFailure.noRoom(location, room.getAsLong(), expectedBytes);
        }
        String temporary = path.substring(0, path.lastIndexOf('/') + 1) + ".crossdock-" + token;
        try {
            return new NewFile(questions, location, path, temporary, replace, questions.create(temporary));
        } catch (StatusException e) {
            throw WriteFailure.beginning(location, e.status());
        }
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : path.substring(0, Math.max(1, slash));
    }

    /**
     * Takes the next bytes. Waits only when as much as is allowed is under way.
     *
     * @throws WriteRefusedException if an earlier write failed at the server
     */
    public void write(byte[] bytes, int from, int length) throws SourceException, WriteRefusedException {
        requireOpen();
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, packet.length - filled);
            System.arraycopy(bytes, from + done, packet, filled, count);
            filled += count;
            done += count;
            if (filled == packet.length) {
                byte[] full = packet;
                packet = underWay.size() < MAX_UNDER_WAY ? new byte[PACKET_BYTES] : awaitOldest();
                send(full);
            }
        }
    }

    private void send(byte[] full) throws SourceException {
        int count = full.length - headBytes;
        PacketWriter.putWriteHead(full, handle, sentBytes, count);
        underWay.add(questions.connection().ask(full));
        sentBytes += count;
        filled = headBytes;
    }

    /** The packet of the oldest write, which can be used again. */
    private byte[] awaitOldest() throws SourceException, WriteRefusedException {
        Exchange oldest = underWay.remove();
        Status status = WriteQuestions.statusOf(oldest);
        if (status.code() != StatusCode.OK) {
            throw WriteFailure.writing(location, storedBytes, freeBytes(), status);
        }
        storedBytes += oldest.packet().length - headBytes;
        return oldest.packet();
    }

    private OptionalLong freeBytes() {
        try {
            return questions.freeBytes(temporaryPath);
        } catch (SourceException e) {
            return OptionalLong.empty(); // that the write failed is what matters
        }
    }

    /**
     * Writes what is left, looks whether the server holds as much as was written, and gives the file its name.
     *
     * @throws WriteRefusedException of reason {@code EXISTS} or {@code FAILED} if something got the name meanwhile
     */
    public void publish() throws SourceException, WriteRefusedException {
        requireOpen();
        if (filled > headBytes) {
            send(Arrays.copyOf(packet, filled));
        }
        while (!underWay.isEmpty()) {
            awaitOldest();
        }
        Optional<FileStat> stat = questions.statOf(handle);
        if (stat.isPresent() && stat.get().sizeBytes() != sentBytes) {
            throw WriteFailure.cut(location, sentBytes, stat.get().sizeBytes());
        }
        handleClosed = true;
        Status atLast = questions.close(handle);
        if (atLast.code() != StatusCode.OK) {
            throw WriteFailure.writing(location, storedBytes, freeBytes(), atLast);
        }
        Status named = questions.rename(temporaryPath, path, replace);
        if (named.code() != StatusCode.OK) {
            boolean taken = !replace && questions.stat(path).isPresent();
            throw taken ? WriteFailure.exists(location) : WriteFailure.naming(location, named);
        }
        over = true;
    }

    /** How many bytes were written so far. */
    public long bytes() {
        return sentBytes + filled - headBytes;
    }

    /** Where the file is, or will be. */
    public SourceLocation location() {
        return location;
    }

    /**
     * The half-written file, if {@link #close} could not remove it: the server did not answer any more. As a path on the
     * server.
     */
    public Optional<String> leftBehind() {
        return left ? Optional.of(temporaryPath) : Optional.empty();
    }

    /** Removes what was not published. Does nothing after {@link #publish}, or when it is called again. */
    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (!handleClosed) {
                handleClosed = true;
                // What is under way is answered first: a server may refuse to remove what it writes to.
                Status unused = questions.close(handle);
            }
            StatusCode removed = questions.delete(temporaryPath).code();
            left = removed != StatusCode.OK && removed != StatusCode.NO_SUCH_FILE;
        } catch (SourceException e) {
            left = true;
        }
    }

    private void requireOpen() {
        if (over || handleClosed) {
            throw new IllegalStateException("nothing more can be written to " + location);
        }
    }
}
