package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartBody;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store can do to us, and what comes of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileStoreTest {

    private static final ObjectKey KEY = new ObjectKey("bucket", "in/key");
    private static final SourceIdentity SOURCE = new SourceIdentity("00112233445566778899aabbccddeeff");
    private static final int LENGTH = 100_000;
    private static final int LARGE = 64 << 20;
    private static final ObjectSpec SPEC = new ObjectSpec(SOURCE, LENGTH, false);
    private static final ObjectSpec ONCE = new ObjectSpec(SOURCE, LENGTH, true);
    private static final PartRange PART = new PartRange(1, 0, LENGTH);
    private static final String CHECKS = "x-amz-checksum-algorithm: CRC32C";
    private static final String NOT_AN_MD5 = "ETag: \"some-other-name\"";
    private static final String WRONG_MD5 = "ETag: \"00000000000000000000000000000000\"";

    private HostileStore hostile = started(WellBehaved::serve);
    private S3Store store = storeAt(hostile);

    private static HostileStore started(HostileStore.Script script) {
        try {
            return new HostileStore(script);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static S3Store storeAt(HostileStore hostile) {
        return S3Store.builder()
                .endpoint(hostile.endpoint())
                .credentials("access", "secret")
                .connectTimeout(Duration.ofSeconds(10))
                .stallTimeout(Duration.ofSeconds(2))
                .build();
    }

    private void given(HostileStore.Script script) throws IOException {
        end();
        hostile = started(script);
        store = storeAt(hostile);
    }

    /** A store that behaves but when parts are put. */
    private void givenParts(HostileStore.Script script) throws IOException {
        given((request, wire) -> {
            if (request.isPart()) {
                script.serve(request, wire);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        store.close();
        hostile.close();
    }

    private Upload begin() throws TransferException {
        return store.begin(KEY, SPEC);
    }

    private PartReceipt putPart() throws TransferException {
        return begin().put(PART, Bodies.held(LENGTH));
    }

    private ObjectReceipt put() throws TransferException {
        return store.put(KEY, SPEC, Bodies.held(LENGTH));
    }

    private static StoreException failure(Kind kind, ThrowingCallable action) {
        StoreException[] seen = new StoreException[1];
        assertThatThrownBy(action).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).endsWith(".").doesNotContain("\n");
            seen[0] = e;
        });
        return seen[0];
    }

    private static void damaged(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        IntegrityException.class, e -> assertThat(e.retryable()).isTrue());
    }

    private static void damagedObject(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        IntegrityException.class, e -> assertThat(e.retryable()).isFalse());
    }

    // Success that is none

    @Test
    void a200WithAnErrorInsideIsAFailureForAPart() throws Exception {
        givenParts((request, wire) -> wire.error("200 OK", "InternalError"));
        failure(Kind.UNAVAILABLE, this::putPart);
    }

    @Test
    void a200WithAnErrorInsideIsAFailureForAnObject() throws Exception {
        given((request, wire) -> wire.error("200 OK", "SlowDown"));
        failure(Kind.THROTTLED, this::put);
    }

    @Test
    void a200WithAnErrorInsideIsAFailureForComplete() throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                wire.error("200 OK", "InternalError");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        failure(Kind.UNAVAILABLE, () -> upload.complete(List.of(receipt), Bodies.crc32c(LENGTH)));
    }

    @Test
    void aWrongChecksumReturnedIsDamage() throws Exception {
        given((request, wire) -> {
            if (request.method().equals("PUT")) {
                wire.answer("200 OK", "", NOT_AN_MD5, S3Headers.CHECKSUM_CRC32C + ": AAAAAA==");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        damaged(this::putPart);
        damaged(this::put);
    }

    @Test
    void aWrongMd5AsETagIsDamageWhereThereIsNoChecksum() throws Exception {
        given((request, wire) -> {
            if (request.method().equals("PUT")) {
                wire.answer("200 OK", "", WRONG_MD5);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        damaged(this::putPart);
        damaged(this::put);
        damaged(() -> begin().put(PART, Bodies.cutThrough(LENGTH)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-amz-server-side-encryption: aws:kms",
                "x-amz-server-side-encryption: aws:kms:dsse",
                "x-amz-server-side-encryption-customer-algorithm: AES256"
            })
    void anETagOfEncryptedDataProvesNothing(String encryption) throws Exception {
        givenParts((request, wire) -> wire.answer("200 OK", "", WRONG_MD5, encryption));
        assertThat(putPart().integrity()).isEqualTo(Integrity.SIZE);
    }

    @Test
    void anETagThatIsNoMd5ProvesNothing() throws Exception {
        givenParts((request, wire) -> wire.answer("200 OK", "", NOT_AN_MD5));
        assertThat(putPart().integrity()).isEqualTo(Integrity.SIZE);
    }

    @Test
    void theRightMd5AsETagProvesAPart() throws Exception {
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.cutThrough(LENGTH));
        assertThat(receipt.integrity()).isEqualTo(Integrity.PART);
        assertThat(receipt.crc32c()).isEqualTo(Bodies.crc32c(LENGTH));
        assertThat(upload.cutThroughIntegrity()).isEqualTo(Integrity.PART);
    }

    @Test
    void aPartWithoutAnETagIsNotStored() throws Exception {
        givenParts((request, wire) -> wire.answer("200 OK", ""));
        failure(Kind.REJECTED, this::putPart);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch"})
    void aStoreThatGotOtherBytesSaysDamage(String code) throws Exception {
        given((request, wire) -> {
            if (request.method().equals("PUT")) {
                wire.error("400 Bad Request", code);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        damaged(this::putPart);
        damaged(this::put);
    }

    // Complete

    private ObjectReceipt complete(String answer, String partChecksum) throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                WellBehaved.complete(wire, answer);
            } else if (request.isPart()) {
                wire.answer("200 OK", "", NOT_AN_MD5, partChecksum);
            } else if (request.method().equals("HEAD")) {
                wire.answer(
                        "200 OK",
                        "",
                        NOT_AN_MD5,
                        S3Headers.CHECKSUM_CRC32C + ": " + Bodies.crc32c(LENGTH).base64(),
                        "x-amz-checksum-type: FULL_OBJECT");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        return upload.complete(List.of(receipt), Bodies.crc32c(LENGTH));
    }

    private static String returned(Crc32c crc32c) {
        return S3Headers.CHECKSUM_CRC32C + ": " + crc32c.base64();
    }

    private static String kept(String crc32c, String type) {
        return "<ChecksumCRC32C>" + crc32c + "</ChecksumCRC32C><ChecksumType>" + type + "</ChecksumType>";
    }

    @Test
    void theRightChecksumOverTheObjectIsFullObject() throws Exception {
        Crc32c whole = Bodies.crc32c(LENGTH);
        assertThat(complete(kept(whole.base64(), "FULL_OBJECT"), returned(whole))
                        .integrity())
                .isEqualTo(Integrity.FULL_OBJECT);
        assertThat(hostile.requests()).noneMatch(request -> request.method().equals("HEAD"));
    }

    @Test
    void aChecksumThatOnlyHeadTellsIsFullObjectToo() throws Exception {
        assertThat(complete("", returned(Bodies.crc32c(LENGTH))).integrity()).isEqualTo(Integrity.FULL_OBJECT);
        assertThat(hostile.requests()).anyMatch(request -> request.method().equals("HEAD"));
    }

    @Test
    void aWrongChecksumOverTheObjectIsDamage() {
        damagedObject(() -> complete(kept("AAAAAA==", "FULL_OBJECT"), returned(Bodies.crc32c(LENGTH))));
    }

    @Test
    void aChecksumOfChecksumsIsNotFullObject() throws Exception {
        assertThat(complete(kept("AAAAAA==-1", "COMPOSITE"), returned(Bodies.crc32c(LENGTH)))
                        .integrity())
                .isEqualTo(Integrity.SIZE);
    }

    @Test
    void aChecksumFromAStoreThatComputesNoneIsNotBelieved() throws Exception {
        assertThat(complete(kept("AAAAAA==", "FULL_OBJECT"), "x-nothing: here").integrity())
                .isEqualTo(Integrity.SIZE);
        assertThat(store.find(KEY).orElseThrow().wholeCrc32c()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BadDigest", "InvalidPart", "InvalidPartOrder", "XAmzContentChecksumMismatch"})
    void completeSaysThatThePartsAreOthers(String code) throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                wire.error("400 Bad Request", code);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        damagedObject(() -> upload.complete(List.of(receipt), Bodies.crc32c(LENGTH)));
    }

    @ParameterizedTest
    @CsvSource({
        "412 Precondition Failed,PreconditionFailed,TARGET_EXISTS",
        "409 Conflict,ConditionalRequestConflict,UNAVAILABLE",
        "404 Not Found,NoSuchUpload,NO_SUCH_UPLOAD"
    })
    void completeUnderNoClobber(String status, String code, Kind kind) throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                wire.error(status, code);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = store.begin(KEY, ONCE);
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        failure(kind, () -> upload.complete(List.of(receipt), Bodies.crc32c(LENGTH)));
        assertThat(hostile.requests())
                .filteredOn(HostileStore.Request::isComplete)
                .singleElement()
                .satisfies(request -> assertThat(request.headers()).containsEntry("if-none-match", "*"));
    }

    @Test
    void aPutUnderNoClobberSaysSo() throws Exception {
        given((request, wire) -> wire.error("412 Precondition Failed", "PreconditionFailed"));
        failure(Kind.TARGET_EXISTS, () -> store.put(KEY, ONCE, Bodies.held(LENGTH)));
        assertThat(hostile.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers()).containsEntry("if-none-match", "*"));
    }

    // Refusals

    @ParameterizedTest
    @CsvSource({
        "404 Not Found,NoSuchBucket,NO_SUCH_BUCKET",
        "404 Not Found,NoSuchUpload,NO_SUCH_UPLOAD",
        "403 Forbidden,InvalidAccessKeyId,AUTHENTICATION",
        "403 Forbidden,SignatureDoesNotMatch,AUTHENTICATION",
        "400 Bad Request,ExpiredToken,AUTHENTICATION",
        "403 Forbidden,AccessDenied,FORBIDDEN",
        "503 Slow Down,SlowDown,THROTTLED",
        "429 Too Many Requests,TooManyRequests,THROTTLED",
        "500 Internal Server Error,InternalError,UNAVAILABLE",
        "502 Bad Gateway,Whatever,UNAVAILABLE",
        "400 Bad Request,RequestTimeout,UNAVAILABLE",
        "403 Forbidden,RequestTimeTooSkewed,UNAVAILABLE",
        "400 Bad Request,EntityTooLarge,REJECTED",
        "301 Moved Permanently,PermanentRedirect,REJECTED"
    })
    void refusalsAreOfAKind(String status, String code, Kind kind) throws Exception {
        given((request, wire) -> {
            if (request.isCreate() && hostile.requests().size() == 1) {
                WellBehaved.serve(request, wire);
            } else {
                wire.error(status, code);
            }
        });
        Upload upload = begin();
        StoreException ofPart = failure(kind, () -> upload.put(PART, Bodies.held(LENGTH)));
        assertThat(ofPart.getMessage()).contains("part 1 of s3://bucket/in/key");
        failure(kind, this::put);
        int before = hostile.requests().size();
        failure(kind, this::begin);
        assertThat(hostile.requests()).as("one attempt").hasSize(before + 1);
    }

    @Test
    void aHeadThatIsForbiddenIsForbidden() throws Exception {
        given((request, wire) -> wire.answerEarly("403 Forbidden", ""));
        failure(Kind.FORBIDDEN, () -> store.find(KEY));
        assertThat(hostile.requests()).hasSize(1);
    }

    @Test
    void aWrongRegionIsNamed() throws Exception {
        given((request, wire) -> wire.answer(
                "301 Moved Permanently",
                HostileStore.errorXml("PermanentRedirect"),
                "x-amz-bucket-region: eu-west-1",
                "Location: http://127.0.0.1:1/elsewhere"));
        assertThat(failure(Kind.REJECTED, this::put).hint()).contains("eu-west-1");
        assertThat(failure(Kind.REJECTED, this::begin).hint()).contains("eu-west-1");
        assertThat(hostile.requests()).hasSize(2);
    }

    @Test
    void believesTheStoresClockOnceItsOwnIsRefused() throws Exception {
        given((request, wire) -> {
            if (hostile.requests().size() == 1) {
                wire.answer(
                        "403 Forbidden",
                        HostileStore.errorXml("RequestTimeTooSkewed"),
                        "Date: Tue, 01 Feb 2050 10:00:00 GMT");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        failure(Kind.UNAVAILABLE, this::put);
        put();
        assertThat(hostile.requests().get(1).headers().get("x-amz-date")).startsWith("20500201T10");
    }

    // What is no S3 store

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "404 Not Found", "400 Bad Request", "405 Method Not Allowed"})
    void aWebSiteIsNoStore(String status) throws Exception {
        given((request, wire) -> wire.answer(
                status, "<!doctype html><html><body><h1>Welcome</h1></body></html>", "Content-Type: text/html"));
        assertThat(failure(Kind.REJECTED, this::begin).getMessage()).contains("does not look like an S3 store");
        assertThat(failure(Kind.REJECTED, this::put).getMessage()).contains("does not look like an S3 store");
    }

    @Test
    void somethingThatSpeaksNoHttpIsNoStore() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            wire.send("SSH-2.0-OpenSSH_9.2p1\r\nnonsense\r\n\r\n");
            wire.close();
        });
        assertThat(failure(Kind.REJECTED, this::put).getMessage()).contains("does not look like an S3 store");
        assertThat(failure(Kind.REJECTED, this::begin).getMessage()).contains("does not look like an S3 store");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToIt() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        given((request, wire) -> {
            wire.readBody();
            wire.send("HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            try {
                while (true) {
                    wire.send(chunk);
                }
            } finally {
                gone.countDown();
            }
        });
        failure(Kind.UNAVAILABLE, this::put);
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anEndlessAnswerOnTheControlPlaneIsNotReadToItsEnd() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        given((request, wire) -> {
            wire.readBody();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "<a>".repeat(0x10000 / 3) + " \r\n";
            try {
                while (true) {
                    wire.send(chunk);
                }
            } finally {
                gone.countDown();
            }
        });
        assertThatThrownBy(this::begin).isInstanceOf(StoreException.class);
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    // Answers that come too early, too late or never

    @Test
    void anEarlyRefusalIsReadAlthoughTheBodyCouldNotBeWritten() throws Exception {
        givenParts((request, wire) -> {
            wire.readSome(1000);
            wire.answerEarly("403 Forbidden", HostileStore.errorXml("AccessDenied"), "Connection: close");
            wire.close();
        });
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, LARGE, false));
        failure(Kind.FORBIDDEN, () -> upload.put(new PartRange(1, 0, LARGE), Bodies.held(LARGE)));
        failure(Kind.FORBIDDEN, () -> upload.put(new PartRange(2, 0, LARGE), Bodies.held(LARGE)));
    }

    @Test
    void anEarlyAnswerEndsTheSending() throws Exception {
        givenParts((request, wire) -> {
            if (hostile.parts().size() == 1) {
                WellBehaved.serve(request, wire);
                return;
            }
            wire.answerEarly("503 Slow Down", HostileStore.errorXml("SlowDown"));
            wire.readSome(8 << 20);
            wire.fallSilent();
        });
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, LARGE, false));
        upload.put(PART, Bodies.held(LENGTH));
        failure(Kind.THROTTLED, () -> upload.put(new PartRange(2, 0, LARGE), Bodies.held(LARGE)));
    }

    @Test
    void afterAThrottleTheNextPartAsksFirst() throws Exception {
        AtomicInteger parts = new AtomicInteger();
        CompletableFuture<Long> cameAfterRefusal = new CompletableFuture<>();
        givenParts((request, wire) -> {
            if (parts.incrementAndGet() == 2) {
                // Before any byte of the body.
                wire.answerEarly("503 Slow Down", HostileStore.errorXml("SlowDown"));
                cameAfterRefusal.complete(wire.fallSilent());
                return;
            }
            if (parts.get() == 1) {
                wire.error("503 Slow Down", "SlowDown");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        failure(Kind.THROTTLED, () -> upload.put(PART, Bodies.held(LENGTH)));
        failure(Kind.THROTTLED, () -> upload.put(PART, Bodies.held(LENGTH)));
        upload.put(PART, Bodies.held(LENGTH));
        upload.put(PART, Bodies.held(LENGTH));
        assertThat(hostile.parts())
                .extracting(request -> request.headers().containsKey("expect"))
                .containsExactly(true, true, true, false);
        assertThat(cameAfterRefusal.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aStoreThatKnowsNothingOfExpectIsAskedOnce() throws Exception {
        givenParts((request, wire) -> {
            wire.readBodyUnasked();
            wire.answerEarly("200 OK", "", NOT_AN_MD5, returned(Bodies.crc32c(LENGTH)));
        });
        assertThat(begin().put(PART, Bodies.held(LENGTH)).integrity()).isEqualTo(Integrity.PART);
        assertThat(begin().put(PART, Bodies.held(LENGTH)).integrity()).isEqualTo(Integrity.PART);
        assertThat(hostile.parts())
                .extracting(request -> request.headers().containsKey("expect"))
                .containsExactly(true, false);
    }

    @Test
    void silenceAfterTheBodyIsNoAnswer() throws Exception {
        given((request, wire) -> wire.fallSilent());
        failure(Kind.NO_ANSWER, this::put);
        failure(Kind.NO_ANSWER, () -> store.find(KEY));
    }

    @Test
    void aConnectionThatBreaksIsNoAnswer() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            wire.reset();
        });
        failure(Kind.NO_ANSWER, this::put);
        failure(Kind.NO_ANSWER, this::begin);
    }

    @Test
    void aConnectionThatCloses() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            wire.close();
        });
        failure(Kind.NO_ANSWER, this::put);
        failure(Kind.NO_ANSWER, this::begin);
        assertThat(hostile.requests()).as("one attempt each").hasSize(2);
    }

    @Test
    void aStoreThatStopsReadingIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        givenParts((request, wire) -> {
            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            await(over);
        });
        try {
            Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, LARGE, false));
            failure(Kind.NO_ANSWER, () -> upload.put(new PartRange(1, 0, LARGE), Bodies.held(LARGE)));
        } finally {
            over.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nobodyAtThePortIsUnreachable() throws Exception {
        hostile.close();
        failure(Kind.UNREACHABLE, this::put);
        failure(Kind.UNREACHABLE, this::begin);
        failure(Kind.UNREACHABLE, () -> store.find(KEY));
    }

    @Test
    void aNameThatNobodyHasIsUnreachable() {
        try (S3Store nowhere = S3Store.builder()
                .endpoint(URI.create("http://no-such-host.invalid"))
                .credentials("access", "secret")
                .build()) {
            assertThat(failure(Kind.UNREACHABLE, () -> nowhere.find(KEY)).getMessage())
                    .contains("its name can't be resolved");
        }
    }

    // What the endpoint can do

    @Test
    void asksForLessWhereFullObjectIsRefused() throws Exception {
        given((request, wire) -> {
            if (request.isCreate() && request.headers().containsKey("x-amz-checksum-type")) {
                wire.error("400 Bad Request", "InvalidRequest");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        begin();
        begin();
        assertThat(hostile.requests())
                .extracting(request -> request.headers().get("x-amz-checksum-algorithm") + " "
                        + request.headers().get("x-amz-checksum-type"))
                .containsExactly("CRC32C FULL_OBJECT", "CRC32C null", "CRC32C null");
    }

    @Test
    void asksForNothingWhereChecksumsAreRefused() throws Exception {
        given((request, wire) -> {
            if (request.headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-checksum"))) {
                wire.error("501 Not Implemented", "NotImplemented");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        PartReceipt first = upload.put(PART, Bodies.held(LENGTH));
        PartReceipt second = upload.put(PART, Bodies.held(LENGTH));
        assertThat(first.integrity()).isEqualTo(Integrity.PART);
        assertThat(second.integrity()).isEqualTo(Integrity.PART);
        assertThat(upload.complete(List.of(second), Bodies.crc32c(LENGTH)).integrity())
                .isEqualTo(Integrity.SIZE);
        assertThat(put().integrity()).isEqualTo(Integrity.PART);
        assertThat(hostile.parts())
                .as("refused, again without, and it is remembered")
                .hasSize(3);
    }

    @Test
    void aPutAsksForLessToo() throws Exception {
        given((request, wire) -> {
            if (request.headers().containsKey(S3Headers.CHECKSUM_CRC32C)) {
                wire.error("400 Bad Request", "InvalidArgument");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        assertThat(put().integrity()).isEqualTo(Integrity.PART);
        assertThat(put().integrity()).isEqualTo(Integrity.PART);
        assertThat(hostile.requests()).hasSize(3);
    }

    @Test
    void aRefusalThatLessDoesNotHelpIsTheFirstOne() throws Exception {
        given((request, wire) -> wire.error("400 Bad Request", "InvalidArgument"));
        failure(Kind.REJECTED, this::begin);
        assertThat(hostile.requests()).hasSize(3);
        failure(Kind.REJECTED, this::put);
    }

    @Test
    void cutsThroughWithATrailerWhereTheStoreChecksIt() throws Exception {
        byte[][] received = new byte[1][];
        given((request, wire) -> {
            if (request.isCreate()) {
                WellBehaved.create(wire, CHECKS, "x-amz-checksum-type: FULL_OBJECT");
            } else if (request.isPart()) {
                received[0] = wire.readBody();
                wire.answerEarly("200 OK", "", NOT_AN_MD5, returned(Bodies.crc32c(LENGTH)));
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        assertThat(upload.cutThroughIntegrity()).isEqualTo(Integrity.PART);
        PartReceipt receipt = upload.put(PART, Bodies.cutThrough(LENGTH));
        assertThat(receipt.integrity()).isEqualTo(Integrity.PART);
        assertThat(hostile.parts().getFirst().headers())
                .containsEntry("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .containsEntry("x-amz-decoded-content-length", Integer.toString(LENGTH))
                .containsEntry("x-amz-trailer", S3Headers.CHECKSUM_CRC32C)
                .containsEntry("content-encoding", "aws-chunked")
                .containsEntry("content-length", Long.toString(TrailerBody.framedLengthBytes(LENGTH)));
        assertThat(received[0]).hasSize((int) TrailerBody.framedLengthBytes(LENGTH));
    }

    @Test
    void aTrailerThatIsRefusedIsNotTriedAgain() throws Exception {
        given((request, wire) -> {
            if (request.isCreate()) {
                WellBehaved.create(wire, CHECKS);
            } else if (request.headers().containsKey(S3Headers.TRAILER)) {
                wire.error("501 Not Implemented", "NotImplemented");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        failure(Kind.UNAVAILABLE, () -> upload.put(PART, Bodies.cutThrough(LENGTH)));
        assertThat(upload.put(PART, Bodies.cutThrough(LENGTH)).integrity()).isEqualTo(Integrity.PART);
    }

    @Test
    void foretellsThatCutThroughPartsProveNothingUnderAManagedKey() throws Exception {
        given((request, wire) -> {
            if (request.isCreate()) {
                WellBehaved.create(wire, "x-amz-server-side-encryption: aws:kms");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        assertThat(begin().cutThroughIntegrity()).isEqualTo(Integrity.SIZE);
    }

    // The end of an upload

    @Test
    void abortsAgainUntilTheUploadIsGone() throws Exception {
        AtomicInteger listed = new AtomicInteger();
        given((request, wire) -> {
            if (request.method().equals("GET") && listed.incrementAndGet() < 3) {
                wire.answer(
                        "200 OK",
                        "<ListPartsResult><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId>"
                                + "<Part><PartNumber>1</PartNumber><ETag>\"x\"</ETag><Size>5</Size></Part>"
                                + "</ListPartsResult>");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        begin().abort();
        assertThat(hostile.requests())
                .filteredOn(request -> request.method().equals("DELETE"))
                .hasSize(3);
    }

    @Test
    void anUploadThatIsGoneCanBeAborted() throws Exception {
        given((request, wire) -> {
            if (request.method().equals("DELETE")) {
                wire.error("404 Not Found", "NoSuchUpload");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        begin().abort();
        assertThat(hostile.requests()).noneMatch(request -> request.method().equals("GET"));
    }

    @Test
    void whoMayNotListTakesTheStoresWord() throws Exception {
        given((request, wire) -> {
            if (request.method().equals("GET")) {
                wire.error("403 Forbidden", "AccessDenied");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        begin().abort();
        assertThat(hostile.requests()).hasSize(3);
    }

    @Test
    void interruptEndsAPutThatWaitsForItsAnswer() throws Exception {
        CountDownLatch bodyRead = new CountDownLatch(1);
        givenParts((request, wire) -> {
            wire.readBody();
            bodyRead.countDown();
            wire.fallSilent();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Upload upload = begin();
            Future<PartReceipt> put = threads.submit(() -> upload.put(PART, Bodies.held(LENGTH)));
            await(bodyRead);
            upload.interrupt();
            assertThatThrownBy(() -> put.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreException.class);
            int before = hostile.requests().size();
            assertThatThrownBy(() -> upload.put(PART, Bodies.held(LENGTH))).isInstanceOf(StoreException.class);
            assertThat(hostile.requests()).hasSize(before);
        }
    }

    @Test
    void closingTheStoreEndsWhatIsUnderWay() throws Exception {
        CountDownLatch bodyRead = new CountDownLatch(1);
        given((request, wire) -> {
            wire.readBody();
            bodyRead.countDown();
            wire.fallSilent();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ObjectReceipt> put = threads.submit(this::put);
            await(bodyRead);
            store.close();
            assertThatThrownBy(() -> put.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreException.class);
        }
    }

    // The body's own failures

    @Test
    void aFailureOfTheSourceComesOutUnchanged() throws Exception {
        SourceException cut = new SourceException(SourceException.Kind.CHANGED, "It changed.", "");
        Upload upload = begin();
        for (boolean held : new boolean[] {true, false}) {
            assertThatThrownBy(() -> upload.put(PART, new Failing(held, cut))).isSameAs(cut);
        }
        assertThatThrownBy(() -> store.put(KEY, SPEC, new Failing(true, cut))).isSameAs(cut);
        assertThat(upload.put(PART, Bodies.held(LENGTH)).integrity()).isEqualTo(Integrity.PART);
    }

    private record Failing(boolean held, SourceException failure) implements PartBody {

        @Override
        public long lengthBytes() {
            return LENGTH;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(new byte[LENGTH / 2]);
            throw failure;
        }

        @Override
        public Crc32c crc32c() {
            return Crc32c.EMPTY;
        }
    }

    // What goes out

    @Test
    void saysWhatTheObjectIsMadeFrom() throws Exception {
        put();
        begin();
        assertThat(hostile.requests())
                .allSatisfy(request ->
                        assertThat(request.headers()).containsEntry("x-amz-meta-crossdock-source", SOURCE.hex()));
    }

    @Test
    void oneConnectionCarriesEverything() throws Exception {
        store.find(KEY);
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        upload.complete(List.of(receipt), Bodies.crc32c(LENGTH));
        assertThat(hostile.connections()).isEqualTo(1);
    }
}
