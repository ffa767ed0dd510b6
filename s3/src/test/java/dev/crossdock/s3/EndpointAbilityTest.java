package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned of an endpoint, and what is then asked of it. */
final class EndpointAbilityTest extends HostileStoreTestCase {

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
    void completesWithoutTheSizeWhereItsHeaderIsRefused() throws Exception {
        given((request, wire) -> {
            if (request.isComplete() && request.headers().containsKey("x-amz-mp-object-size")) {
                wire.error("501 Not Implemented", "NotImplemented");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        PartReceipt part = upload.put(PART, Bodies.held(LENGTH));
        assertThat(upload.complete(List.of(part), Bodies.crc32c(LENGTH)).eTag()).isNotEmpty();
        assertThat(hostile.requests())
                .filteredOn(HostileStore.Request::isComplete)
                .hasSize(2);
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
}
