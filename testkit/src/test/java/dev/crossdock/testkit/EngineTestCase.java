package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ByteRange;
import dev.crossdock.KeptUpload;
import dev.crossdock.ObjectKey;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** An engine between two ports that fail as they are told. Pauses between attempts take no time. */
@Timeout(60)
abstract class EngineTestCase {

    static final long MIB = 1L << 20;
    static final ObjectKey KEY = new ObjectKey("lake", "in/file.bin");

    final SkippedTime time = new SkippedTime();
    final Crossdock crossdock = Crossdock.simulated(64 * MIB, time, dice());
    final FakeStore store = FakeStore.keeping();
    /** How every transfer of the test ended. */
    private final List<TransferOutcome> outcomes = new ArrayList<>();

    final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

    RandomGenerator dice() {
        return new Random(7);
    }

    TransferOutcome copy(FakeFile file, TransferOptions options) {
        return ended(start(file, options));
    }

    TransferOutcome ended(Transfer transfer) {
        TransferOutcome outcome = transfer.await();
        outcomes.add(outcome);
        return outcome;
    }

    TransferOutcome copy(FakeFile file) {
        return copy(file, TransferOptions.defaults());
    }

    Transfer start(FakeFile file, TransferOptions options) {
        return crossdock.start(file.open(), store, KEY, options, events::add);
    }

    static FakeFile fileOf(long bytes) {
        return FakeFile.generated(bytes, 11);
    }

    /** What a transfer keeps so that it can be gone on with, it says. */
    @AfterEach
    void nothingIsLeftThatNobodySaid() {
        assertThat(crossdock.reservedBytes()).as("leased bytes").isZero();
        long kept = outcomes.stream()
                .flatMap(outcome -> outcome instanceof Failed failed ? failed.kept().stream() : Stream.empty())
                .map(KeptUpload::uploadId)
                .filter(store::hasUpload)
                .distinct()
                .count();
        assertThat(store.openUploads()).as("open uploads").isEqualTo((int) kept);
    }

    void assertArrived(FakeFile file) {
        assertThat(store.bytes(KEY))
                .hasValueSatisfying(bytes -> assertThat(bytes)
                        .isEqualTo(file.bytes(new ByteRange(0, file.stat().sizeBytes()))));
        assertThat(file.openReads()).isZero();
        assertThat(file.openSources()).isZero();
    }

    <T extends TransferException> T assertFailed(TransferOutcome outcome, Class<T> cause) {
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).cause()).isInstanceOf(cause);
        assertThat(store.keys()).isEmpty();
        return cause.cast(((Failed) outcome).cause());
    }
}
