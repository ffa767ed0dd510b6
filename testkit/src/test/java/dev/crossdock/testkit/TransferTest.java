package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.crossdock.ByteRange;
import dev.crossdock.FileStat;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.PlanException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way through the engine, and what is asked for. */
@Timeout(60)
class TransferTest extends EngineTestCase {

    // The whole way.

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3 * 9 * MIB})
    void movesAFileOfAnySize(long size) {
        assertMoved(fileOf(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void movesAFileThatIsAlmostOrJustOnePart(int more) {
        int beyond = 500_000;
        long size = 8 * MIB + beyond;
        FakeFile file = fileOf(size);
        // The part size follows from the modification time too: one is looked for that puts the size at the edge.
        FileStat atTheEdge = LongStream.iterate(1, seconds -> seconds + 1)
                .mapToObj(seconds -> FileStat.regular(size, seconds))
                .filter(stat -> SourceIdentity.of(file.location(), stat).residueBytes() == beyond - more)
                .findFirst()
                .orElseThrow();
        file.statAfter(0, atTheEdge);
        assertMoved(file);
        assertThat(store.requests(Request.PUT)).isEqualTo(more <= 0 ? 1 : 0);
    }

    private void assertMoved(FakeFile file) {
        TransferOutcome outcome = copy(file);

        assertThat(outcome).asInstanceOf(type(Completed.class)).satisfies(done -> {
            assertThat(done.receipt().integrity()).isEqualTo(Integrity.FULL_OBJECT);
            assertThat(done.receipt().bytes()).isEqualTo(file.stat().sizeBytes());
        });
        assertArrived(file);
        assertThat(file.bytesDelivered()).isEqualTo(file.stat().sizeBytes());
    }

    @Test
    void tellsItsListenerEverythingInOrder() {
        copy(fileOf(20 * MIB));
        assertThat(events.getFirst()).isInstanceOf(TransferEvent.Planned.class);
        assertThat(events.getLast()).isInstanceOf(TransferEvent.Finished.class);
        for (int part = 1; part <= 3; part++) {
            assertThat(whatHappenedTo(part)).containsExactly("reading", "read", "stored");
        }
    }

    private List<String> whatHappenedTo(int partNumber) {
        List<String> happened = new ArrayList<>();
        for (TransferEvent event : events) {
            if (event instanceof TransferEvent.PartReading e && e.part().partNumber() == partNumber) {
                happened.add("reading");
            } else if (event instanceof TransferEvent.PartRead e && e.part().partNumber() == partNumber) {
                happened.add("read");
            } else if (event instanceof TransferEvent.PartStored e && e.part().partNumber() == partNumber) {
                happened.add("stored");
            }
        }
        return happened;
    }

    @Test
    void aListenerThatThrowsDoesNoHarm() {
        TransferListener broken = event -> {
            throw new IllegalStateException("broken");
        };
        FakeFile file = fileOf(20 * MIB);
        assertThat(crossdock
                        .start(file.open(), store, KEY, TransferOptions.defaults(), broken)
                        .await())
                .isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void aPlanMovesNothing() throws TransferException {
        FakeFile file = fileOf(100 * MIB);
        try (FakeSource source = file.open()) {
            assertThat(crossdock.plan(source, store, TransferOptions.defaults()).parts())
                    .isBetween(11, 13);
        }
        assertThat(file.reads()).isZero();
        assertThat(store.requests(Request.BEGIN) + store.requests(Request.PUT)).isZero();
    }

    @Test
    void severalTransfersShareOneBudget() {
        Crossdock small = Crossdock.simulated(40 * MIB, new SkippedTime(), new Random(7));
        List<FakeFile> files = IntStream.range(0, 6)
                .mapToObj(i -> FakeFile.generated(25 * MIB + i, i))
                .toList();
        List<Transfer> transfers = IntStream.range(0, files.size())
                .mapToObj(i -> small.start(
                        files.get(i).open(),
                        store,
                        new ObjectKey("lake", "file-" + i),
                        TransferOptions.defaults(),
                        event -> assertThat(small.reservedBytes()).isLessThanOrEqualTo(40 * MIB)))
                .toList();
        for (int i = 0; i < files.size(); i++) {
            assertThat(transfers.get(i).await()).isInstanceOf(Completed.class);
            assertThat(store.bytes(new ObjectKey("lake", "file-" + i)))
                    .contains(files.get(i).bytes(new ByteRange(0, 25 * MIB + i)));
        }
        assertThat(small.reservedBytes()).isZero();
    }

    /**
     * One has memory and the others wait for it when the store begins to take something: who came first gets no more than
     * the others. There is memory for one part, so that it says whose turn it is, and hardly which thread runs next.
     */
    @Test
    void transfersThatShareABudgetAdvanceTogether() throws InterruptedException {
        Crossdock small = Crossdock.simulated(12 * MIB, new SkippedTime(), new Random(7));
        int transfers = 4;
        long bytes = 160 * MIB;
        FakeStore large = FakeStore.discarding();
        large.hold();
        CountDownLatch begun = new CountDownLatch(transfers);
        AtomicLongArray stored = new AtomicLongArray(transfers);
        CompletableFuture<List<Long>> whenTheFirstIsThrough = new CompletableFuture<>();
        List<Transfer> started = new ArrayList<>();
        for (int i = 0; i < transfers; i++) {
            int number = i;
            AtomicBoolean asked = new AtomicBoolean();
            FakeFile file = FakeFile.generated(bytes, number);
            file.readOnce(); // its parts are held in memory whatever there is of it
            started.add(small.start(
                    file.open(),
                    large,
                    new ObjectKey("lake", "file-" + number),
                    TransferOptions.defaults().withPartSizeBytes(8 * MIB),
                    event -> {
                        boolean asks = event instanceof TransferEvent.PartWaiting
                                || event instanceof TransferEvent.PartReading;
                        if (asks && asked.compareAndSet(false, true)) {
                            begun.countDown();
                        }
                        if (event instanceof TransferEvent.PartStored part) {
                            stored.addAndGet(number, part.part().length());
                        }
                        if (event instanceof TransferEvent.Finished) {
                            whenTheFirstIsThrough.complete(IntStream.range(0, transfers)
                                    .mapToObj(stored::get)
                                    .toList());
                        }
                    }));
        }
        begun.await();
        large.release();
        for (Transfer transfer : started) {
            assertThat(transfer.await()).isInstanceOf(Completed.class);
        }
        assertThat(whenTheFirstIsThrough.getNow(List.of()))
                .as("bytes of each when the first was through")
                .hasSize(transfers)
                .allMatch(arrived -> arrived >= bytes / 2);
    }

    // What is required and asked for.

    @Test
    void aStoreThatConfirmsNothingIsRefusedUnlessAskedFor() {
        store.confirms(Confirms.SIZE);
        assertFailed(copy(fileOf(30 * MIB)), IntegrityException.class);
        TransferOutcome outcome =
                copy(fileOf(30 * MIB), TransferOptions.defaults().withRequireIntegrity(Integrity.SIZE));
        assertThat(((Completed) outcome).receipt().integrity()).isEqualTo(Integrity.SIZE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Confirms.class,
            names = {"PART_CHECKSUM", "PART_MD5"})
    void theReceiptNeverSaysMoreThanTheStoreConfirmed(Confirms confirms) {
        store.confirms(confirms);
        FakeFile file = fileOf(30 * MIB);
        assertThat(((Completed) copy(file)).receipt().integrity()).isEqualTo(Integrity.PART);
        assertArrived(file);
    }

    @Test
    void lessThanTheWholeObjectIsAnErrorWhereItIsRequired() {
        store.confirms(Confirms.PART_MD5);
        TransferOutcome outcome =
                copy(fileOf(30 * MIB), TransferOptions.defaults().withRequireIntegrity(Integrity.FULL_OBJECT));
        assertThat(((Failed) outcome).cause())
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("was stored");
    }

    @Test
    void aVersionThatIsThereMovesNothing() {
        FakeFile file = fileOf(30 * MIB);
        copy(file);
        long delivered = file.bytesDelivered();
        assertThat(copy(file)).isInstanceOf(AlreadyThere.class);
        assertThat(file.bytesDelivered()).isEqualTo(delivered);
        assertThat(file.announcements()).as("no further connection is opened").isEqualTo(1);
        assertThat(copy(file, TransferOptions.defaults().withAlways(true))).isInstanceOf(Completed.class);
        assertThat(file.bytesDelivered()).isEqualTo(2 * delivered);
    }

    @Test
    void anotherVersionReplacesTheOneThatIsThere() {
        FakeFile file = fileOf(1000);
        copy(file);
        file.replaceWith(new byte[] {1, 2, 3});
        assertThat(copy(file)).isInstanceOf(Completed.class);
        assertThat(store.bytes(KEY)).contains(new byte[] {1, 2, 3});
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 30 * MIB})
    void neverReplacesUnderNoClobber(long size) {
        store.place(KEY, new byte[] {9});
        TransferOutcome outcome = copy(fileOf(size), TransferOptions.defaults().withNoClobber(true));
        assertThat(((Failed) outcome).cause())
                .asInstanceOf(type(StoreException.class))
                .extracting(StoreException::kind)
                .isEqualTo(StoreException.Kind.TARGET_EXISTS);
        assertThat(store.bytes(KEY)).contains(new byte[] {9});
    }

    // Parts that are cut through.

    @ParameterizedTest
    @EnumSource(Confirms.class)
    void movesPartsThatAreTooLargeToBeHeld(Confirms confirms) {
        store.confirms(confirms);
        FakeFile file = fileOf(70 * MIB);
        TransferOutcome outcome = copy(
                file, TransferOptions.defaults().withPartSizeBytes(20 * MIB).withRequireIntegrity(Integrity.SIZE));
        assertThat(outcome).isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void aPartThatIsCutThroughIsReadAgainAfterAFailure() {
        FakeFile file = fileOf(70 * MIB);
        store.failPart(2, Moment.MIDWAY, 1, StoreException.Kind.UNAVAILABLE);
        file.loseConnectionAt(50 * MIB, 1);
        assertThat(copy(file, TransferOptions.defaults().withPartSizeBytes(20 * MIB)))
                .isInstanceOf(Completed.class);
        assertArrived(file);
    }

    @Test
    void saysBeforeAByteMovesThatPartsCouldNotBeConfirmed() {
        store.confirms(Confirms.PART_MD5).cutThrough(Integrity.SIZE);
        FakeFile file = fileOf(70 * MIB);
        PlanException cause =
                assertFailed(copy(file, TransferOptions.defaults().withPartSizeBytes(20 * MIB)), PlanException.class);
        assertThat(cause.hint()).contains("--memory");
        assertThat(file.reads()).isZero();
    }
}
