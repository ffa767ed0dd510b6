package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answer to the completion of an upload can mean. */
final class CompleteTest extends HostileStoreTestCase {

    private ObjectReceipt complete(String answer, String partChecksum) throws Exception {
        return complete(answer, partChecksum, "ETag: \"abc-1\"", Bodies.crc32c(LENGTH));
    }

    private ObjectReceipt complete(String answer, String partChecksum, String eTagAfterwards, Crc32c afterwards)
            throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                WellBehaved.complete(wire, answer);
            } else if (request.isPart()) {
                wire.answer("200 OK", "", NOT_AN_MD5, partChecksum);
            } else if (request.method().equals("HEAD")) {
                wire.answer(
                        "200 OK",
                        "",
                        eTagAfterwards,
                        S3Headers.CHECKSUM_CRC32C + ": " + afterwards.base64(),
                        "x-amz-checksum-type: FULL_OBJECT");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        return upload.complete(List.of(receipt), Bodies.crc32c(LENGTH));
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

    /** The parts carry no checksum, the completion does. */
    private ObjectReceipt completeCutThrough(String partChecksum) throws Exception {
        complete(kept(Bodies.crc32c(LENGTH).base64(), "FULL_OBJECT"), partChecksum);
        try (S3Store fresh = storeAt(hostile)) {
            Upload upload = fresh.begin(KEY, SPEC);
            PartReceipt receipt = upload.put(PART, Bodies.cutThrough(LENGTH));
            ObjectReceipt completed = upload.complete(List.of(receipt), Bodies.crc32c(LENGTH));
            boolean believed = completed.integrity() == Integrity.FULL_OBJECT;
            assertThat(fresh.find(KEY).orElseThrow().wholeCrc32c().isPresent()).isEqualTo(believed);
            return completed;
        }
    }

    @Test
    void aStoreThatOnlyRepeatsTheChecksumItWasToldIsNotBelieved() throws Exception {
        assertThat(completeCutThrough("x-nothing: here").integrity()).isEqualTo(Integrity.SIZE);
    }

    @Test
    void aStoreThatReturnsChecksumsItWasNotToldIsBelieved() throws Exception {
        assertThat(completeCutThrough(returned(Bodies.crc32c(LENGTH))).integrity())
                .isEqualTo(Integrity.FULL_OBJECT);
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
    void theChecksumOfAnotherRunsObjectSaysNothingOfOurs() throws Exception {
        Crc32c another = Bodies.crc32c(LENGTH + 1);
        assertThat(complete("", returned(Bodies.crc32c(LENGTH)), NOT_AN_MD5, another)
                        .integrity())
                .isEqualTo(Integrity.SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key></InitiateMultipartUploadResult>",
                "<InitiateMultipartUploadResult><Bucket>b</Buck",
                "<html><body>Welcome</body></html>"
            })
    void aBeginningThatCanNotBeReadMayHaveBegun(String body) throws Exception {
        given((request, wire) -> wire.answer("200 OK", body));
        failure(Kind.NO_ANSWER, this::begin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<?xml version=\"1.0\"?>\n<CompleteMultipartUploadResult><Bucket>b</Buck",
                "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key></CompleteMultipartUploadResult>",
                "<html><body>Welcome</body></html>"
            })
    void aSuccessThatCanNotBeReadMayHavePublished(String body) throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                wire.answer("200 OK", body);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        mayHavePublished();
    }

    @Test
    void anAnswerThatIsNoHttpMayHavePublished() throws Exception {
        given((request, wire) -> {
            if (request.isComplete()) {
                wire.readBody();
                wire.send("nonsense\r\n\r\n");
                wire.close();
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        mayHavePublished();
    }

    private void mayHavePublished() throws Exception {
        Upload upload = begin();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        failure(Kind.NO_ANSWER, () -> upload.complete(List.of(receipt), Bodies.crc32c(LENGTH)));
    }

    @Test
    void aPutUnderNoClobberSaysSo() throws Exception {
        given((request, wire) -> wire.error("412 Precondition Failed", "PreconditionFailed"));
        failure(Kind.TARGET_EXISTS, () -> store.put(KEY, ONCE, Bodies.held(LENGTH)));
        assertThat(hostile.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers()).containsEntry("if-none-match", "*"));
    }
}
