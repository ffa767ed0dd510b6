package dev.crossdock.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.RangeRead;
import dev.crossdock.SourceException;
import dev.crossdock.SourceException.Kind;
import dev.crossdock.SourceFile;
import dev.crossdock.testkit.CollectingSink;
import dev.crossdock.testkit.MisbehavingSftp;
import dev.crossdock.testkit.SftpRequest;
import dev.crossdock.testkit.SftpWire;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ranges that come over several connections. */
final class SharedRangeTest extends MisbehavingServer {

    private static final int CONNECTIONS = 5;
    private static final int BYTES = 16 << 20;
    private static final ByteRange MOST = new ByteRange(7, BYTES - 13);

    private MisbehavingSftp large;

    @BeforeEach
    void startLargeServer() throws IOException {
        large = MisbehavingSftp.serving(BYTES);
    }

    @AfterEach
    void stopLargeServer() throws IOException {
        large.close();
    }

    @Test
    void itComesOverSeveralConnections() throws Exception {
        try (SftpServer server = server(large).connections(CONNECTIONS).build();
                SourceFile file = opened(server)) {
            assertThat(read(file, MOST)).isEqualTo(large.file().bytes(MOST));
            assertThat(large.requests(SftpWire.READ).stream()
                            .map(SftpRequest::connection)
                            .distinct())
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void aConnectionThatFailsEndsTheOthersAndNothingIsWrittenAfterwards() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        try (SftpServer server = server(large).connections(CONNECTIONS).build();
                SourceFile file = opened(server)) {
            large.reading(request -> {
                if (request.offset() > BYTES / 2 && once.compareAndSet(false, true)) {
                    request.endSession();
                } else {
                    request.decently();
                }
            });
            CollectingSink sink = new CollectingSink(MOST);
            assertFails(Kind.NETWORK, () -> {
                try (RangeRead read = file.read(MOST, sink)) {
                    read.await();
                }
            });
            sink.seal();
            assertThat(read(file, MOST)).isEqualTo(large.file().bytes(MOST));
            sink.requireFaultless();
        }
    }

    /** The sink's memory belongs to somebody else then. */
    @Test
    void whatComesAfterTheCloseIsDropped() throws Exception {
        try (SftpServer server = server(large).connections(CONNECTIONS).build();
                SourceFile file = opened(server)) {
            CollectingSink sink = new CollectingSink(MOST);
            RangeRead read = file.read(MOST, sink);
            awaitUntil("something came", () -> sink.count() > 0);
            read.close();
            sink.seal();
            assertThat(read(file, MOST)).isEqualTo(large.file().bytes(MOST));
            sink.requireFaultless();
        }
    }

    @Test
    void aReadThatIsRefusedFailsTheRange() throws Exception {
        try (SftpServer server = server(large).connections(CONNECTIONS).build();
                SourceFile file = opened(server)) {
            AtomicBoolean once = new AtomicBoolean();
            large.reading(request -> {
                if (request.offset() > BYTES / 2 && once.compareAndSet(false, true)) {
                    request.status(SftpWire.PERMISSION_DENIED);
                } else {
                    request.decently();
                }
            });
            assertFails(Kind.UNREADABLE, () -> read(file, MOST));
        }
    }

    private static SourceFile opened(SftpServer server) throws SourceException {
        SourceFile file = file(server);
        file.stat();
        file.expect(BYTES);
        awaitUntil("all connections were open", () -> file.connections() == CONNECTIONS);
        return file;
    }
}
