package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoredPart;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going on with an upload: what the store says of how it was begun, and what its parts prove. */
final class ResumeTest extends HostileStoreTestCase {

    private static final UnfinishedUpload UPLOAD = new UnfinishedUpload(KEY, WellBehaved.UPLOAD_ID, 1_800_000_000);
    private static final Crc32c CRC32C = Bodies.crc32c(LENGTH);
    private static final String MD5 = HexFormat.of().formatHex(Md5.digest().digest(Bodies.bytes(LENGTH)));
    private static final String LISTED = Listings.crc32c(CRC32C.base64());
    private static final String FULL_OBJECT = Listings.declared("CRC32C", "FULL_OBJECT");

    /** A store with one part that keeps, or repeats, the checksum of the whole. */
    private Upload resumed(String declared, String eTag, String checksum) throws Exception {
        given((request, wire) -> {
            if (Listings.isOfParts(request)) {
                Listings.parts(wire, false, declared + Listings.part(1, LENGTH, eTag, checksum));
            } else if (request.isComplete()) {
                WellBehaved.complete(wire, LISTED + "<ChecksumType>FULL_OBJECT</ChecksumType>");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        return store.resume(UPLOAD, SPEC);
    }

    private StoredPart stored() throws Exception {
        return store.parts(UPLOAD).getFirst();
    }

    private PartReceipt proven() throws Exception {
        StoredPart stored = stored();
        return new PartReceipt(PART, stored.eTag(), stored.crc32c().orElseThrow(), Integrity.PART);
    }

    private HostileStore.Request completion() {
        return hostile.requests().stream()
                .filter(HostileStore.Request::isComplete)
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    @Test
    void aPartWithAListedChecksumNeedsNoReadingForFullObject() throws Exception {
        Upload upload = resumed(FULL_OBJECT, "any-name", LISTED);
        ObjectReceipt receipt = upload.complete(List.of(proven()), CRC32C);
        assertThat(receipt.integrity()).isEqualTo(Integrity.FULL_OBJECT);
        assertThat(completion().headers())
                .containsEntry("x-amz-checksum-type", "FULL_OBJECT")
                .containsEntry(S3Headers.CHECKSUM_CRC32C, CRC32C.base64());
    }

    @Test
    void aPartProvenByItsMd5AloneIsNotEnoughForFullObject() throws Exception {
        Upload upload = resumed(FULL_OBJECT, MD5, "");
        PartReceipt receipt =
                upload.compare(PART, stored(), Bodies.held(LENGTH)).orElseThrow();
        assertThat(receipt).isEqualTo(new PartReceipt(PART, "\"" + MD5 + "\"", CRC32C, Integrity.PART));
        assertThat(upload.complete(List.of(receipt), CRC32C).integrity()).isEqualTo(Integrity.SIZE);
    }

    @Test
    void aReceiptUnderAnotherNameProvesNothing() throws Exception {
        Upload upload = resumed(FULL_OBJECT, "any-name", LISTED);
        PartReceipt forged = new PartReceipt(PART, "\"other\"", CRC32C, Integrity.PART);
        assertThat(upload.complete(List.of(forged), CRC32C).integrity()).isEqualTo(Integrity.SIZE);
    }

    @Test
    void comparesByTheListedChecksumWhateverTheName() throws Exception {
        Upload upload = resumed(FULL_OBJECT, MD5, Listings.crc32c("AAAAAA=="));
        assertThat(upload.compare(PART, stored(), Bodies.held(LENGTH))).isEmpty();
        upload = resumed(FULL_OBJECT, "00000000000000000000000000000000", LISTED);
        assertThat(upload.compare(PART, stored(), Bodies.cutThrough(LENGTH))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000000000000000000000000000", "some-name", "abc-1"})
    void aNameThatIsNotTheMd5CannotBeCompared(String eTag) throws Exception {
        Upload upload = resumed(FULL_OBJECT, eTag, "");
        assertThat(upload.compare(PART, stored(), Bodies.held(LENGTH))).isEmpty();
        assertThat(upload.compare(PART, stored(), Bodies.cutThrough(LENGTH))).isEmpty();
    }

    @Test
    void aPartOfAnotherSizeIsNotTheSame() throws Exception {
        Upload upload = resumed(FULL_OBJECT, MD5, LISTED);
        StoredPart shorter = new StoredPart(1, LENGTH - 1, "\"" + MD5 + "\"", Optional.of(CRC32C));
        assertThat(upload.compare(PART, shorter, Bodies.held(LENGTH))).isEmpty();
    }

    @Test
    void putsWithTrailersAgainWhereCrc32cWasDeclared() throws Exception {
        assertThat(resumed(FULL_OBJECT, MD5, LISTED).cutThroughIntegrity()).isEqualTo(Integrity.PART);
    }

    @Test
    void foretellsCutThroughPartsOnlyOnceAnETagWasSeenToBeAnMd5() throws Exception {
        Upload upload = resumed("", MD5, "");
        assertThat(upload.cutThroughIntegrity()).isEqualTo(Integrity.SIZE);
        upload.compare(PART, stored(), Bodies.held(LENGTH));
        assertThat(upload.cutThroughIntegrity()).isEqualTo(Integrity.PART);
    }

    @Test
    void namesThePartsChecksumsWhereTheirTypeIsNotFullObject() throws Exception {
        for (String declared : List.of(
                Listings.declared("CRC32C", "COMPOSITE"), "<ChecksumAlgorithm>CRC32C" + "</ChecksumAlgorithm>")) {
            Upload upload = resumed(declared, MD5, LISTED);
            assertThat(upload.complete(List.of(proven()), CRC32C).integrity()).isEqualTo(Integrity.SIZE);
            assertThat(completion().headers()).doesNotContainKey("x-amz-checksum-type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", " "})
    void saysNothingOfChecksumsWhereTheStoreDoesNot(String nothing) throws Exception {
        Upload upload = resumed(Listings.declared(nothing, nothing), MD5, "");
        PartReceipt put = upload.put(PART, Bodies.held(LENGTH));
        assertThat(upload.complete(List.of(put), CRC32C).integrity()).isEqualTo(Integrity.SIZE);
        assertThat(completion().headers()).doesNotContainKeys("x-amz-checksum-type", S3Headers.CHECKSUM_CRC32C);
        assertThat(hostile.requests())
                .filteredOn(HostileStore.Request::isComplete)
                .hasSize(1);
    }

    @Test
    void namesThePartsChecksumsIfAStoreThatSaidNothingInsists() throws Exception {
        byte[][] named = new byte[1][];
        given((request, wire) -> {
            if (Listings.isOfParts(request)) {
                Listings.parts(wire, false, Listings.part(1, LENGTH, MD5, ""));
            } else if (request.isComplete()) {
                named[0] = wire.readBody();
                if (new String(named[0], java.nio.charset.StandardCharsets.UTF_8).contains(CRC32C.base64())) {
                    WellBehaved.complete(wire, "");
                } else {
                    wire.error("400 Bad Request", "InvalidRequest");
                }
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = store.resume(UPLOAD, SPEC);
        PartReceipt receipt =
                upload.compare(PART, stored(), Bodies.held(LENGTH)).orElseThrow();
        assertThat(upload.complete(List.of(receipt), CRC32C).eTag()).isNotEmpty();
    }

    @Test
    void sendsNoChecksumToAnUploadThatWasBegunWithAnother() throws Exception {
        Upload upload = resumed(Listings.declared("CRC64NVME", "FULL_OBJECT"), MD5, "");
        PartReceipt put = upload.put(PART, Bodies.held(LENGTH));
        assertThat(put.integrity()).isEqualTo(Integrity.PART);
        assertThat(hostile.parts().getFirst().headers()).doesNotContainKey(S3Headers.CHECKSUM_CRC32C);
        upload.complete(List.of(put), CRC32C);
        assertThat(completion().headers()).doesNotContainKey("x-amz-checksum-type");
    }

    @Test
    void aStoreThatListsNoChecksumsIsNotBelievedWhenItRepeatsOne() throws Exception {
        given((request, wire) -> {
            if (Listings.isOfParts(request)) {
                Listings.parts(wire, false, Listings.part(1, LENGTH, MD5, ""));
            } else if (request.method().equals("HEAD")) {
                wire.answer("200 OK", "", NOT_AN_MD5, returned(CRC32C), "x-amz-checksum-type: FULL_OBJECT");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = store.resume(UPLOAD, SPEC);
        upload.compare(PART, stored(), Bodies.held(LENGTH));
        assertThat(store.find(KEY).orElseThrow().wholeCrc32c()).isEmpty();
    }
}
