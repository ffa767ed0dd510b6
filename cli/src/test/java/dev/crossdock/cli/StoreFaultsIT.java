package dev.crossdock.cli;

import static dev.crossdock.testkit.S3Operation.COMPLETE;
import static dev.crossdock.testkit.S3Operation.CREATE_UPLOAD;
import static dev.crossdock.testkit.S3Operation.HEAD_OBJECT;
import static dev.crossdock.testkit.S3Operation.LIST_PARTS;
import static dev.crossdock.testkit.S3Operation.PUT_OBJECT;
import static dev.crossdock.testkit.S3Operation.UPLOAD_PART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferReceipt;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.s3.S3Store;
import dev.crossdock.testkit.OpenSsh;
import dev.crossdock.testkit.S3Call;
import dev.crossdock.testkit.Versitygw;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Rows 17 to 26, 39 and 40 of the fault matrix: what goes wrong at a store, or on the way there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoreFaultsIT {

    @RegisterExtension
    static final OpenSsh SSH = OpenSsh.server();

    @RegisterExtension
    static final Versitygw STORE = Versitygw.server();

    private static final int MIB = 1 << 20;
    private static final int SMALL = MIB;
    private static final int THREE_PARTS = 20 * MIB;
    private static final String CHECKSUM = "x-amz-checksum-crc32c";
    private static final String WRONG_CHECKSUM = "AAAAAA==";
    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static Path small = Path.of("");
    private static Path large = Path.of("");

    private final ObjectKey target;

    StoreFaultsIT(TestInfo test) {
        target =
                new ObjectKey(Passage.BUCKET, test.getTestMethod().orElseThrow().getName());
    }

    @BeforeAll
    static void makeBucketAndFiles() throws IOException {
        STORE.createBucket(Passage.BUCKET);
        small = Passage.file(SSH, "small", SMALL);
        large = Passage.file(SSH, "large", THREE_PARTS);
    }

    @Test
    void row17ASlowDownIsBackedOffFrom() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).eachPart().times(2).slowDown();
            TransferReceipt receipt = passage.completes(large, target);
            assertThat(receipt.retries()).isEqualTo(2 * receipt.parts());
            assertThat(passage.storeWire().count(UPLOAD_PART)).isEqualTo(3 * receipt.parts());
        }
    }

    @Test
    void row17AfterASlowDownTheNextPartAsksBeforeItSpendsItsBytes() throws IOException {
        try (Passage passage = passage().options(options -> options.withInFlightParts(1))) {
            passage.storeWire().on(UPLOAD_PART).times(4).slowDown();
            passage.completes(large, target);
            assertThat(passage.storeWire().bodyBytes()).isLessThan(THREE_PARTS + SMALL);
        }
    }

    @Test
    void row17AStoreThatNeverRecoversIsGivenUp() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).always().slowDown();
            assertStore(Kind.THROTTLED, passage.fails(large, target));
        }
    }

    @Test
    void row18A500OnAPartIsRetried() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(2).internalError();
            assertThat(passage.completes(large, target).retries()).isEqualTo(1);
            assertPartsSent(passage, 1, 2, 1);
        }
    }

    @Test
    void row19A200WithAnErrorInsideIsAFailureOfAPart() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(1).errorInSuccess("InternalError");
            assertThat(passage.completes(large, target).retries()).isEqualTo(1);
            assertPartsSent(passage, 2, 1, 1);
        }
    }

    @Test
    void row19A200WithAnErrorInsideIsAFailureOfComplete() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(COMPLETE).errorInSuccess("InternalError");
            passage.completes(large, target);
            assertThat(passage.storeWire().count(COMPLETE)).isEqualTo(2);
        }
        ObjectKey never = new ObjectKey(target.bucket(), target.key() + "-never");
        try (Passage passage = passage()) {
            passage.storeWire().on(COMPLETE).always().errorInSuccess("InternalError");
            assertStore(Kind.UNAVAILABLE, passage.fails(large, never));
        }
    }

    @Test
    void row20APartWhoseAnswerIsLostIsSentAgainUnderItsNumber() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(2).loseAnswer();
            passage.completes(large, target);
            assertPartsSent(passage, 1, 2, 1);
        }
    }

    @Test
    void row20APartThatIsLostOnItsWayIsSentAgain() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(2).drop();
            passage.completes(large, target);
            assertPartsSent(passage, 1, 2, 1);
        }
    }

    @Test
    void row20ACreateWhoseAnswerIsLostLeavesNothing() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(CREATE_UPLOAD).loseAnswer();
            passage.completes(large, target);
            assertThat(passage.storeWire().count(CREATE_UPLOAD)).isEqualTo(2);
        }
    }

    @Test
    void row21ACompleteWhoseAnswerIsLostIsSettledByLooking() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(COMPLETE).loseAnswer();
            passage.completes(large, target);
            assertThat(passage.storeWire().count(COMPLETE)).isEqualTo(1);
        }
    }

    @Test
    void row21APutWhoseAnswerIsLostIsSettledByLooking() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(PUT_OBJECT).loseAnswer();
            passage.completes(small, target);
            assertThat(passage.storeWire().count(PUT_OBJECT)).isEqualTo(1);
        }
    }

    @Test
    void row21ACompleteThatNobodyCanLookAfterIsUnconfirmed() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(COMPLETE).always().loseAnswer();
            passage.storeWire().on(HEAD_OBJECT).nth(2).always().drop();
            TransferOutcome outcome = passage.moveBesideOthers(large.toString(), target);
            assertThat(outcome).isInstanceOf(TransferOutcome.Unconfirmed.class);
        }
    }

    @Test
    void row22AnUploadThatIsAbortedByOthersIsStartedOverOnce() throws IOException {
        try (Passage passage = oneByOne()) {
            passage.storeWire().on(UPLOAD_PART).part(3).meanwhile(this::abortByOthers);
            passage.completes(large, target);
            assertThat(passage.storeWire().count(CREATE_UPLOAD)).isEqualTo(2);
        }
    }

    @Test
    void row22AndNotTwice() throws IOException {
        try (Passage passage = oneByOne()) {
            passage.storeWire().on(UPLOAD_PART).part(3).always().meanwhile(this::abortByOthers);
            assertStore(Kind.NO_SUCH_UPLOAD, passage.fails(large, target));
            assertThat(passage.storeWire().count(CREATE_UPLOAD)).isEqualTo(2);
        }
    }

    /** A part under way when others abort would bring the upload back in parts, at a store over folders. */
    private static Passage oneByOne() throws IOException {
        return passage().options(options -> options.withInFlightParts(1));
    }

    private void abortByOthers() {
        STORE.openUploads(target)
                .forEach(id -> STORE.client()
                        .abortMultipartUpload(request -> request.bucket(target.bucket())
                                .key(target.key())
                                .uploadId(id)));
    }

    @Test
    void row23AWrongChecksumEchoedMeansThatThePartIsSentAgain() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(2).answerWith(CHECKSUM, WRONG_CHECKSUM);
            passage.completes(large, target);
            assertPartsSent(passage, 1, 2, 1);
        }
    }

    @Test
    void row23AWrongETagWhereThereIsNoChecksumMeansThatThePartIsSentAgain() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).always().answerWithout(CHECKSUM);
            passage.storeWire().on(UPLOAD_PART).part(2).answerWith("etag", "\"00000000000000000000000000000000\"");
            passage.completes(large, target);
            assertPartsSent(passage, 1, 2, 1);
        }
    }

    @Test
    void row23AWrongETagBesideTheRightChecksumIsNeverASuccess() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire()
                    .on(UPLOAD_PART)
                    .part(2)
                    .always()
                    .answerWith("etag", "\"00000000000000000000000000000000\"");
            assertIntegrity(passage.fails(large, target));
        }
    }

    @Test
    void row23AChecksumThatIsAlwaysWrongFailsTheTransfer() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(2).always().answerWith(CHECKSUM, WRONG_CHECKSUM);
            assertIntegrity(passage.fails(large, target));
            assertThat(STORE.openUploads(target)).isEmpty();
        }
    }

    @Test
    void row23APartThatIsDamagedOnTheWayIsNoticedByTheStore() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(1).damageBody(MIB);
            passage.completes(large, target);
            assertPartsSent(passage, 2, 1, 1);
        }
        ObjectKey always = new ObjectKey(target.bucket(), target.key() + "-always");
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).part(1).always().damageBody(MIB);
            assertIntegrity(passage.fails(large, always));
            assertThat(STORE.openUploads(always)).isEmpty();
        }
    }

    @Test
    void row23AnObjectThatIsDamagedOnTheWayIsNoticedByTheStore() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(PUT_OBJECT).damageBody(1000);
            assertThat(passage.completes(small, target).retries()).isEqualTo(1);
        }
    }

    @Test
    void row24ABadDigestAtCompleteIsNeverASuccess() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(COMPLETE).always().refuse(400, "BadDigest");
            assertIntegrity(passage.fails(large, target));
            assertThat(STORE.openUploads(target)).isEmpty();
        }
    }

    @Test
    void row24APartThatOthersReplacedBeforeCompleteIsNoticed() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire()
                    .on(COMPLETE)
                    .meanwhile(() -> STORE.openUploads(target)
                            .forEach(id -> STORE.client()
                                    .uploadPart(
                                            request -> request.bucket(target.bucket())
                                                    .key(target.key())
                                                    .uploadId(id)
                                                    .partNumber(1)
                                                    .checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
                                            RequestBody.fromBytes(new byte[6 * MIB]))));
            assertIntegrity(passage.fails(large, target));
            assertThat(STORE.openUploads(target)).isEmpty();
        }
    }

    @Test
    void row26ASkewedClockIsCorrectedByTheStoresDate() throws IOException {
        Instant theirs = Instant.now().plus(Duration.ofMinutes(10));
        try (Passage passage = passage()) {
            passage.storeWire().on(CREATE_UPLOAD).timeTooSkewed(theirs);
            passage.storeWire().on(UPLOAD_PART).part(1).timeTooSkewed(theirs);
            passage.completes(large, target);
            S3Call again = passage.storeWire().calls().stream()
                    .filter(call -> call.partNumber() == 1)
                    .reduce((first, last) -> last)
                    .orElseThrow();
            Instant signed = SIGNED_AT.parse(again.header("x-amz-date").orElseThrow(), Instant::from);
            assertThat(signed).isAfter(theirs.minusSeconds(60));
        }
    }

    @Test
    void row26ASkewThatCanNotBeCorrectedIsAClearError() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).always().timeTooSkewed(Instant.EPOCH);
            TransferException failure = passage.fails(large, target);
            assertStore(Kind.UNAVAILABLE, failure);
            assertThat(failure.hint()).contains("clock");
        }
    }

    @Test
    void row39AStoreThatReturnsNoChecksumsReachesPartByItsETags() throws IOException {
        try (Passage passage = passage()) {
            passage.storeWire().on(UPLOAD_PART).always().answerWithout(CHECKSUM);
            assertThat(passage.completes(large, target).integrity()).isEqualTo(Integrity.PART);
        }
    }

    @Test
    void row39AStoreThatConfirmsNothingIsRefusedUnlessAskedFor() throws IOException {
        try (Passage passage = opaque()) {
            assertIntegrity(((TransferOutcome.Failed) passage.moveBesideOthers(small.toString(), target)).cause());
        }
        ObjectKey accepted = new ObjectKey(target.bucket(), target.key() + "-accepted");
        try (Passage passage = opaque().options(options -> options.withRequireIntegrity(Integrity.SIZE))) {
            TransferOutcome outcome = passage.moveBesideOthers(small.toString(), accepted);
            assertThat(outcome).isInstanceOf(TransferOutcome.Completed.class);
            assertThat(((TransferOutcome.Completed) outcome).receipt().integrity())
                    .isEqualTo(Integrity.SIZE);
            assertThat(STORE.file(accepted)).hasSameBinaryContentAs(small);
        }
    }

    @Test
    void row40AListingOfMoreThanAThousandPartsIsReadToItsEnd() throws IOException {
        int parts = 1_001;
        String id = STORE.client()
                .createMultipartUpload(
                        request -> request.bucket(target.bucket()).key(target.key()))
                .uploadId();
        for (int part = 1; part <= parts; part++) {
            int number = part;
            STORE.client()
                    .uploadPart(
                            request -> request.bucket(target.bucket())
                                    .key(target.key())
                                    .uploadId(id)
                                    .partNumber(number),
                            RequestBody.fromString("p"));
        }
        try (Passage passage = passage();
                S3Store store = passage.store()) {
            UnfinishedUpload upload =
                    store.unfinished(target.bucket(), target.key()).getFirst();
            assertThat(store.parts(upload))
                    .extracting(StoredPart::partNumber)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, parts).boxed().toList());
            assertThat(passage.storeWire().count(LIST_PARTS)).isEqualTo(2);
            store.abort(upload);
        }
        assertThat(STORE.openUploads(target)).isEmpty();
    }

    /** No checksums, and ETags that are no MD5. */
    private static Passage opaque() throws IOException {
        Passage passage = passage();
        passage.storeWire().on(PUT_OBJECT).always().answerWithout(CHECKSUM);
        passage.storeWire().on(PUT_OBJECT).always().answerWith("etag", "\"opaque\"");
        passage.storeWire().on(HEAD_OBJECT).always().answerWithout(CHECKSUM);
        passage.storeWire().on(HEAD_OBJECT).always().answerWith("etag", "\"opaque\"");
        return passage;
    }

    private static Passage passage() throws IOException {
        return Passage.from(SSH, STORE);
    }

    private static void assertPartsSent(Passage passage, int... times) {
        for (int part = 1; part <= times.length; part++) {
            assertThat(passage.storeWire().countOfPart(part)).as("part " + part).isEqualTo(times[part - 1]);
        }
    }

    private static void assertStore(Kind kind, TransferException failure) {
        assertThat(failure).isInstanceOf(StoreException.class);
        assertThat(((StoreException) failure).kind()).as(failure.toString()).isEqualTo(kind);
    }

    private static void assertIntegrity(TransferException failure) {
        assertThat(failure).isInstanceOf(IntegrityException.class);
    }
}
