package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.testkit.FakeStore.Moment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody says when a file was modified, nothing that is at the store is taken for it. */
@Timeout(60)
class UnknownTimeTest extends EngineTestCase {

    private static final long LARGE = 30 * MIB;

    private static FakeFile undated(long size) {
        FakeFile file = fileOf(size);
        file.tellsNoTime();
        return file;
    }

    @ParameterizedTest
    @ValueSource(longs = {MIB, LARGE})
    void aRewrittenFileOfTheSameSizeIsCopied(long size) {
        FakeFile file = undated(size);
        assertThat(copy(file)).isInstanceOf(Completed.class);
        file.replaceWith(FakeFile.generated(size, 99).bytes(new ByteRange(0, size)));
        file.tellsNoTime();
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void nothingIsKeptToBeGoneOnWith() {
        FakeFile file = undated(LARGE);
        store.failPart(2, Moment.BEFORE, 6, Kind.UNREACHABLE);
        TransferOutcome outcome = copy(file, TransferOptions.defaults());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.kept()).isEmpty());
    }
}
