package dev.crossdock.sftp;

import dev.crossdock.BlockSink;
import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One handle from its OPEN to its CLOSE, and the ranges that were asked for through it, in ascending order. */
final class SequentialReading {

    private static final Logger LOG = LoggerFactory.getLogger(SequentialReading.class);

    private final FileQuestions questions;
    private final OpenFile handle;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<RangeRequest> incomplete = new ArrayList<>();

    SequentialReading(FileQuestions questions, OpenFile handle) {
        this.questions = questions;
        this.handle = handle;
    }

    RangeRead read(ByteRange range, BlockSink sink) throws SourceException {
        RangeRequest request = new RangeRequest(
                handle.toString(), range, sink, handle.connection().stallNanos());
        begin(request);
        lock.lock();
        try {
            incomplete.removeIf(RangeRequest::isComplete);
            incomplete.add(request);
        } finally {
            lock.unlock();
        }
        return request;
    }

    private void begin(RangeRequest request) throws SourceException {
        if (!request.join(List.of(handle))) {
            throw handle.connection().lost();
        }
    }

    /** Waits until every range is delivered, or will not be. */
    void awaitAll() {
        for (RangeRequest request : incomplete()) {
            try {
                request.await();
            } catch (SourceException e) {
                LOG.debug("{} was not read to the end: {}", handle, e.getMessage());
            }
        }
    }

    /** Whether some bytes that were asked for will not come, or none can be asked for any more. */
    boolean isBroken() {
        return !handle.connection().isOpen() || incomplete().stream().anyMatch(RangeRequest::hasFailed);
    }

    /** Where the first range begins that was not delivered as a whole; {@code otherwise} if all were. */
    long firstMissing(long otherwise) {
        return incomplete().stream().mapToLong(RangeRequest::offset).min().orElse(otherwise);
    }

    /** Asks for a byte behind the end, the last READ of all. */
    boolean endsAt(long sizeBytes) throws SourceException {
        EndProbe probe = new EndProbe(handle, sizeBytes);
        begin(probe);
        try {
            questions.awaitRead(probe);
        } finally {
            probe.close();
        }
        return probe.atEnd();
    }

    /** Closes the handle, and waits until it is. */
    void close() throws SourceException {
        questions.closeNow(handle);
    }

    /** Ends what is under way and closes the handle, without waiting. */
    void giveUp() {
        handle.connection().giveUp(handle);
        questions.close(handle);
    }

    private List<RangeRequest> incomplete() {
        lock.lock();
        try {
            return incomplete.stream().filter(request -> !request.isComplete()).toList();
        } finally {
            lock.unlock();
        }
    }
}
