package dev.crossdock.cli;

import static dev.crossdock.testkit.S3Operation.COMPLETE;
import static dev.crossdock.testkit.S3Operation.CREATE_UPLOAD;
import static dev.crossdock.testkit.S3Operation.PUT_OBJECT;
import static dev.crossdock.testkit.S3Operation.UPLOAD_PART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferOutcome;
import dev.crossdock.testkit.Minio;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3Operation;
import dev.crossdock.testkit.S3Server;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows 37 and 38 of the fault matrix: two transfers that want the same key, each with an engine of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SameKeyIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw VERSITYGW = Versitygw.server();

    @RegisterExtension
    static final Minio MINIO = Minio.server();

    private static Path small = Path.of("");
    private static Path large = Path.of("");
    private static Path shared = Path.of("");

    @BeforeAll
    static void makeBucketsAndFiles() throws IOException {
        VERSITYGW.createBucket(Passage.BUCKET);
        MINIO.createBucket(Passage.BUCKET);
        small = Passage.file(SSH, "small", 1 << 20);
        large = Passage.file(SSH, "large", 20 << 20);
        shared = Passage.file(SSH, "shared", 44 << 20);
    }

    static Stream<Arguments> storesAndFiles() {
        return Stream.of(
                Arguments.of(VERSITYGW, small, PUT_OBJECT),
                Arguments.of(VERSITYGW, large, COMPLETE),
                Arguments.of(MINIO, small, PUT_OBJECT),
                Arguments.of(MINIO, large, COMPLETE));
    }

    @ParameterizedTest(name = "{index}", autoCloseArguments = false)
    @MethodSource("storesAndFiles")
    void row37OfTwoThatMustNotReplaceExactlyOneWins(S3Server store, Path file, S3Operation publishes)
            throws IOException {
        ObjectKey target = new ObjectKey(Passage.BUCKET, "row37/" + file.getFileName());
        CyclicBarrier bothReady = new CyclicBarrier(2);
        try (Passage one = Passage.from(SSH, store).options(options -> options.withNoClobber(true));
                Passage other = Passage.from(SSH, store).options(options -> options.withNoClobber(true))) {
            for (Passage passage : List.of(one, other)) {
                passage.storeWire().on(publishes).meanwhile(() -> bothReady.await(60, TimeUnit.SECONDS));
            }
            List<TransferOutcome> outcomes = both(one, other, file, target);
            assertThat(outcomes)
                    .filteredOn(TransferOutcome.Completed.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(TransferOutcome.Failed.class::isInstance)
                    .singleElement()
                    .extracting(outcome -> ((StoreException) ((TransferOutcome.Failed) outcome).cause()).kind())
                    .isEqualTo(StoreException.Kind.TARGET_EXISTS);
            requireOneObject(store, file, target);
        }
    }

    @ParameterizedTest(name = "{index}", autoCloseArguments = false)
    @MethodSource("storesAndFiles")
    void row38TwoRunsOnOneKeyEndWellAndDoNotDisturbEachOther(S3Server store, Path file, S3Operation publishes)
            throws IOException {
        ObjectKey target = new ObjectKey(Passage.BUCKET, "row38/" + file.getFileName());
        CyclicBarrier bothUnderWay = new CyclicBarrier(2);
        S3Operation meeting = publishes == COMPLETE ? UPLOAD_PART : PUT_OBJECT;
        try (Passage one = Passage.from(SSH, store);
                Passage other = Passage.from(SSH, store).reading(one)) {
            for (Passage passage : List.of(one, other)) {
                passage.storeWire().on(meeting).meanwhile(() -> bothUnderWay.await(60, TimeUnit.SECONDS));
            }
            List<TransferOutcome> outcomes = both(one, other, file, target);
            assertThat(outcomes)
                    .allMatch(outcome -> outcome instanceof TransferOutcome.Completed
                            || outcome instanceof TransferOutcome.AlreadyThere);
            requireOneObject(store, file, target);
        }
    }

    /** When the first run, which was held, goes on. */
    enum Release {
        /** The second has found its parts. */
        ONCE_FOUND,
        /** The same, and both complete the upload at the same time. */
        COMPLETING_TOGETHER,
        /** The second has ended. */
        ONCE_COMPLETE
    }

    static Stream<Arguments> storesAndReleases() {
        return Stream.of(VERSITYGW, MINIO)
                .flatMap(store -> Stream.of(Release.values()).map(release -> Arguments.of(store, release)));
    }

    @ParameterizedTest(name = "{index}", autoCloseArguments = false)
    @MethodSource("storesAndReleases")
    void row38TwoRunsThatFillOneUploadEndWell(S3Server store, Release release) throws Exception {
        ObjectKey target = new ObjectKey(Passage.BUCKET, "row38/shared-" + release);
        CountDownLatch twoStored = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (Passage one = Passage.from(SSH, store)
                        .options(options -> options.withInFlightParts(1))
                        .inRealTime();
                Passage other = Passage.from(SSH, store).reading(one).inRealTime()) {
            one.storeWire().on(UPLOAD_PART).part(3).meanwhile(() -> {
                twoStored.countDown();
                boolean unused = released.await(60, TimeUnit.SECONDS);
            });
            if (release != Release.ONCE_COMPLETE) {
                other.whenever(TransferEvent.Resumed.class, released::countDown);
            }
            if (release == Release.COMPLETING_TOGETHER) {
                CyclicBarrier bothComplete = new CyclicBarrier(2);
                for (Passage passage : List.of(one, other)) {
                    passage.storeWire().on(COMPLETE).meanwhile(() -> bothComplete.await(60, TimeUnit.SECONDS));
                }
            }
            CompletableFuture<TransferOutcome> first =
                    CompletableFuture.supplyAsync(() -> one.moveBesideOthers(shared.toString(), target));
            assertThat(twoStored.await(60, TimeUnit.SECONDS)).isTrue();
            TransferOutcome second = other.moveBesideOthers(shared.toString(), target);
            released.countDown();

            assertThat(List.of(first.join(), second))
                    .allMatch(outcome -> outcome instanceof TransferOutcome.Completed
                            || outcome instanceof TransferOutcome.AlreadyThere);
            assertThat(one.storeWire().count(CREATE_UPLOAD))
                    .as("uploads of the first")
                    .isEqualTo(1);
            assertThat(other.storeWire().count(CREATE_UPLOAD))
                    .as("uploads of the second")
                    .isZero();
            assertThat(other.storeWire().countOfPart(1) + other.storeWire().countOfPart(2))
                    .as("parts that were stored already")
                    .isZero();
            requireOneObject(store, shared, target);
        }
    }

    private static List<TransferOutcome> both(Passage one, Passage other, Path file, ObjectKey target) {
        CompletableFuture<TransferOutcome> first =
                CompletableFuture.supplyAsync(() -> one.moveBesideOthers(file.toString(), target));
        TransferOutcome second = other.moveBesideOthers(file.toString(), target);
        return List.of(first.join(), second);
    }

    private static void requireOneObject(S3Server store, Path file, ObjectKey target) throws IOException {
        try (InputStream stored = store.read(target);
                InputStream wanted = Files.newInputStream(file)) {
            assertThat(stored).hasSameContentAs(wanted);
        }
        assertThat(store.openUploads(target)).isEmpty();
    }
}
