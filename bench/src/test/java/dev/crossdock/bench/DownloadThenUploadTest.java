package dev.crossdock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceException;
import dev.crossdock.TransferReceipt;
import dev.crossdock.testkit.FakeFile;
import dev.crossdock.testkit.FakeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The usual way really goes through the disk, moves every byte, and leaves nothing there. */
final class DownloadThenUploadTest {

    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();
    private static final ObjectKey TARGET = new ObjectKey("lake", "in/file");

    @TempDir
    private Path folder = Path.of("");

    private final FakeStore store = FakeStore.keeping();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, (40 << 20) + 17})
    void movesAFileOfAnySize(long bytes) throws IOException {
        FakeFile file = FakeFile.generated(bytes, 7);
        file.connections(2);
        TransferReceipt receipt = new DownloadThenUpload(file.open(), store, TARGET, folder, THREADS).run();
        assertThat(receipt.bytes()).isEqualTo(bytes);
        assertThat(receipt.integrity().satisfies(Integrity.PART)).isTrue();
        assertThat(store.bytes(TARGET)).hasValue(file.bytes(new ByteRange(0, bytes)));
        assertThat(file.bytesDelivered()).isEqualTo(bytes);
        assertNothingIsLeft();
    }

    @Test
    void theWholeFileIsOnTheDiskBeforeTheStoreGetsAByte() throws IOException {
        FakeFile file = FakeFile.generated(20 << 20, 1);
        file.failAt(19 << 20, 1, () -> new SourceException(SourceException.Kind.NETWORK, "lost", ""));
        assertThatThrownBy(() -> new DownloadThenUpload(file.open(), store, TARGET, folder, THREADS).run())
                .isInstanceOf(SourceException.class);
        assertThat(store.begun()).isZero();
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
