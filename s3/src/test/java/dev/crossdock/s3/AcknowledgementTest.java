package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of success, and what each proves about what was sent. */
final class AcknowledgementTest extends HostileStoreTestCase {

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

    @Test
    void anObjectThatWasStoredWrongIsNamed() throws Exception {
        given((request, wire) -> wire.answer("200 OK", "", WRONG_MD5));
        assertThatThrownBy(this::put).isInstanceOfSatisfying(IntegrityException.class, e -> {
            assertThat(e.retryable()).isTrue();
            assertThat(e.storedETag()).contains("\"00000000000000000000000000000000\"");
        });
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

    @Test
    void anObjectWithoutAnETagMayBeStored() throws Exception {
        given((request, wire) -> wire.answer("200 OK", ""));
        failure(Kind.NO_ANSWER, this::put);
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
}
