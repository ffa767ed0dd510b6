package dev.crossdock.testkit;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.playground.GeneratedBytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The one file of a {@link MisbehavingSftp}, and what happens to it: it grows, shrinks, is replaced, may be opened once
 * only. All methods may be called from any thread, also while the file is read.
 */
public final class MisbehavingFile {

    /** Where it lies. */
    public static final String PATH = "/the/file";

    private static final int PERMISSIONS = 0644;
    private static final int TYPE_REGULAR = 0100000;
    private static final int TYPE_DIRECTORY = 0040000;
    private static final int TYPE_FIFO = 0010000;

    /** What a handle is open on: a file that was replaced is read on by those who have it open. */
    private static final class Version {
        private final GeneratedBytes content;
        private FileStat stat;

        Version(long seed, FileStat stat) {
            this.content = new GeneratedBytes(seed);
            this.stat = stat;
        }
    }

    private record Moment(long bytes, Consumer<MisbehavingFile> action) {}

    private final Guarded state = new Guarded();
    private final Map<String, Version> handles = new HashMap<>();
    private final DeliveredBytes delivered = new DeliveredBytes();
    private Version current;
    private long seed = 1;
    private boolean there = true;
    private boolean oneHandle;
    private boolean readOnce;
    private int opened;
    private long bytesDelivered;
    private Moment next = new Moment(Long.MAX_VALUE, file -> {});

    MisbehavingFile(long sizeBytes) {
        current = new Version(seed, FileStat.regular(sizeBytes, 1_700_000_000));
    }

    /** Cuts the file where it lies, or makes it longer, a second later. */
    public void resizeTo(long sizeBytes) {
        state.run(() ->
                current.stat = new FileStat(sizeBytes, current.stat.modifiedEpochSeconds() + 1, current.stat.kind()));
    }

    /** Puts another file of the same size in its place, a second later. Who has the old one open reads on in that. */
    public void replace() {
        FileStat old = stat();
        state.run(() -> current =
                new Version(++seed, new FileStat(old.sizeBytes(), old.modifiedEpochSeconds() + 1, old.kind())));
    }

    /** Takes the file away. */
    public void remove() {
        state.run(() -> there = false);
    }

    /** Says from now on that something else lies there. */
    public void becomes(FileStat.Kind kind) {
        state.run(
                () -> current.stat = new FileStat(current.stat.sizeBytes(), current.stat.modifiedEpochSeconds(), kind));
    }

    /** Says no modification time from now on. */
    public void tellsNoTime() {
        state.run(() ->
                current.stat = new FileStat(current.stat.sizeBytes(), FileStat.UNKNOWN_TIME, current.stat.kind()));
    }

    /** Does this once, when so many bytes of the file were delivered in all. The last such order holds. */
    public void whenDelivered(long bytes, Consumer<MisbehavingFile> action) {
        state.run(() -> next = new Moment(bytes, action));
    }

    /** From now on only one handle at a time is given out. */
    public void oneHandle() {
        state.run(() -> oneHandle = true);
    }

    /**
     * As IBM Sterling does with an extractability of one: the file can be opened once and each byte of it read once. A
     * question about it while it is open fails; when it was closed, or its connection lost, it is gone.
     */
    public void readOnce() {
        state.run(() -> readOnce = true);
    }

    /** What a question about it would be answered now. */
    public FileStat stat() {
        return state.get(() -> current.stat);
    }

    /** The bytes of a range as they are now. */
    public byte[] bytes(ByteRange range) {
        return state.get(() -> current.content.bytes(range));
    }

    /** How many bytes were delivered on all connections, repeated ones included. */
    public long bytesDelivered() {
        return state.get(() -> bytesDelivered);
    }

    /** How often the file was opened. */
    public int opened() {
        return state.get(() -> opened);
    }

    /** How many handles are open now. */
    public int openHandles() {
        return state.get(handles::size);
    }

    void answer(SftpRequest request) throws IOException {
        switch (request.type()) {
            case SftpWire.INIT -> request.reply(SftpWire.VERSION, 3, body -> {});
            case SftpWire.REALPATH -> name(request);
            case SftpWire.STAT, SftpWire.LSTAT, SftpWire.FSTAT -> stat(request);
            case SftpWire.OPEN -> open(request);
            case SftpWire.READ -> read(request);
            case SftpWire.CLOSE -> {
                forget(request.subject());
                request.status(SftpWire.OK);
            }
            default -> request.status(SftpWire.OP_UNSUPPORTED);
        }
    }

    /** The content that a READ is answered by; it counts as delivered. */
    byte[] take(SftpRequest request, int bytes) {
        Moment moment = null;
        byte[] content;
        state.lock();
        try {
            content = version(request).content.bytes(new ByteRange(request.offset(), bytes));
            delivered.add(request.offset(), bytes);
            bytesDelivered += bytes;
            if (bytesDelivered >= next.bytes) {
                moment = next;
                next = new Moment(Long.MAX_VALUE, file -> {});
            }
        } finally {
            state.unlock();
        }
        if (moment != null) {
            moment.action.accept(this);
        }
        return content;
    }

    /** A connection has ended: what was open on it is not any more. */
    void connectionEnded(int connection) {
        state.run(() -> handles.keySet().removeIf(handle -> handle.startsWith(connection + "/")));
    }

    private Version version(SftpRequest request) {
        return handles.getOrDefault(request.subject(), current);
    }

    private void forget(String handle) {
        state.run(() -> handles.remove(handle));
    }

    private static void name(SftpRequest request) throws IOException {
        String path = request.subject().startsWith("/") ? request.subject() : "/" + request.subject();
        request.reply(SftpWire.NAME, request.id(), body -> {
            body.writeInt(1);
            SftpRequest.string(body, path);
            SftpRequest.string(body, path);
            body.writeInt(0);
        });
    }

    private int refusal(SftpRequest request) {
        if (!there || !request.subject().equals(PATH) || (readOnce && opened > 0 && handles.isEmpty())) {
            return SftpWire.NO_SUCH_FILE;
        }
        boolean full = request.type() == SftpWire.OPEN && oneHandle && !handles.isEmpty();
        return full || (readOnce && opened > 0) ? SftpWire.FAILURE : SftpWire.OK;
    }

    private void stat(SftpRequest request) throws IOException {
        state.lock();
        try {
            boolean ofHandle = request.type() == SftpWire.FSTAT;
            int refusal = ofHandle ? (readOnce ? SftpWire.FAILURE : SftpWire.OK) : refusal(request);
            if (refusal == SftpWire.OK) {
                attributes(request, ofHandle ? version(request).stat : current.stat);
            } else {
                request.status(refusal);
            }
        } finally {
            state.unlock();
        }
    }

    private static void attributes(SftpRequest request, FileStat stat) throws IOException {
        int type = switch (stat.kind()) {
            case REGULAR -> TYPE_REGULAR;
            case DIRECTORY -> TYPE_DIRECTORY;
            case SPECIAL -> TYPE_FIFO;
        };
        request.reply(SftpWire.ATTRS, request.id(), body -> {
            body.writeInt(0x1 | 0x4 | (stat.timeKnown() ? 0x8 : 0));
            body.writeLong(stat.sizeBytes());
            body.writeInt(type | PERMISSIONS);
            if (stat.timeKnown()) {
                body.writeInt(0);
                body.writeInt((int) stat.modifiedEpochSeconds());
            }
        });
    }

    private void open(SftpRequest request) throws IOException {
        state.lock();
        try {
            int refusal = refusal(request);
            if (refusal != SftpWire.OK) {
                request.status(refusal);
                return;
            }
            String handle = request.connection() + "/" + ++opened;
            handles.put(handle, current);
            request.reply(SftpWire.HANDLE, request.id(), body -> SftpRequest.string(body, handle));
        } finally {
            state.unlock();
        }
    }

    private void read(SftpRequest request) throws IOException {
        long left;
        boolean refused;
        state.lock();
        try {
            left = version(request).stat.sizeBytes() - request.offset();
            int bytes = Math.clamp(left, 0, request.length());
            refused = !handles.containsKey(request.subject()) || (readOnce && delivered.any(request.offset(), bytes));
        } finally {
            state.unlock();
        }
        if (refused) {
            request.status(SftpWire.FAILURE);
        } else if (left <= 0) {
            request.status(SftpWire.EOF);
        } else {
            request.data((int) Math.min(left, request.length()));
        }
    }
}
