package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Crc32c;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoredPart;
import dev.crossdock.UnfinishedUpload;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store can answer when it is asked for the parts of an upload. */
final class PartListingTest extends HostileStoreTestCase {

    private static final UnfinishedUpload UPLOAD = new UnfinishedUpload(KEY, "id", 1_800_000_000);
    private static final Crc32c CRC32C = Bodies.crc32c(5);

    private List<StoredPart> listed() throws Exception {
        return store.parts(UPLOAD);
    }

    private void givenAnswer(String content) throws Exception {
        given((request, wire) -> {
            if (Listings.isOfParts(request)) {
                Listings.parts(wire, false, content);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
    }

    @Test
    void readsEveryPageOfAThousand() throws Exception {
        given((request, wire) -> {
            String target = request.target();
            int from = target.contains("part-number-marker=2000") ? 2_001 : 1;
            from = target.contains("part-number-marker=1000") ? 1_001 : from;
            int to = Math.min(from + 999, 2_500);
            Listings.parts(
                    wire,
                    to < 2_500,
                    Listings.joined(IntStream.rangeClosed(from, to)
                            .mapToObj(number -> Listings.part(number, number, "e" + number, ""))
                            .toList()));
        });
        List<StoredPart> parts = listed();
        assertThat(parts).extracting(StoredPart::partNumber).isSorted().hasSize(2_500);
        assertThat(parts.getLast().sizeBytes()).isEqualTo(2_500);
        assertThat(parts.getLast().eTag()).isEqualTo("\"e2500\"");
        assertThat(hostile.requests()).hasSize(3);
    }

    @Test
    void aChecksumOfEachPartIsBelieved() throws Exception {
        givenAnswer(Listings.part(1, 5, "e", Listings.crc32c(CRC32C.base64())));
        assertThat(listed().getFirst().crc32c()).contains(CRC32C);
    }

    @Test
    void aChecksumFromAStoreThatReturnedNoneIsNotBelieved() throws Exception {
        given((request, wire) -> {
            if (Listings.isOfParts(request)) {
                Listings.parts(wire, false, Listings.part(1, 5, "e", Listings.crc32c(CRC32C.base64())));
            } else if (request.method().equals("PUT")) {
                wire.answer("200 OK", "", NOT_AN_MD5);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        put();
        assertThat(listed().getFirst().crc32c()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAA==-3", "nonsense", "AAAA"})
    void whatIsNoChecksumOfAPartIsNone(String base64) throws Exception {
        givenAnswer(Listings.part(1, 5, "e", Listings.crc32c(base64)));
        assertThat(listed().getFirst().crc32c()).isEmpty();
    }

    @Test
    void partsThatComeInAnotherOrderAreSorted() throws Exception {
        givenAnswer(Listings.part(3, 5, "e3", "") + Listings.part(1, 5, "e1", ""));
        assertThat(listed()).extracting(StoredPart::partNumber).containsExactly(1, 3);
    }

    @Test
    void aPageThatRepeatsItselfIsNoListing() throws Exception {
        given((request, wire) -> Listings.parts(wire, true, Listings.part(1, 5, "e", "")));
        failure(Kind.REJECTED, this::listed);
        given((request, wire) -> Listings.parts(wire, true, ""));
        failure(Kind.REJECTED, this::listed);
    }

    @ParameterizedTest
    @CsvSource({"0,5", "10001,5", "-1,5", "1,-1", "1,x", "x,1", "99999999999,1"})
    void aPartThatCannotBeIsNoListing(String number, String size) throws Exception {
        givenAnswer("<Part><PartNumber>" + number + "</PartNumber><Size>" + size + "</Size><ETag>e</ETag></Part>");
        failure(Kind.REJECTED, this::listed);
    }

    @Test
    void aPartWithoutANameIsNoListing() throws Exception {
        givenAnswer("<Part><PartNumber>1</PartNumber><Size>5</Size></Part>");
        failure(Kind.REJECTED, this::listed);
        givenAnswer(Listings.part(1, 5, "e".repeat(10_000), ""));
        failure(Kind.REJECTED, this::listed);
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found,NoSuchUpload,NO_SUCH_UPLOAD",
        "404 Not Found,NoSuchKey,NO_SUCH_UPLOAD",
        "404 Not Found,NoSuchBucket,NO_SUCH_BUCKET",
        "403 Forbidden,AccessDenied,FORBIDDEN",
        "500 Internal Server Error,InternalError,UNAVAILABLE"
    })
    void saysWhyThereAreNone(String status, String code, Kind kind) throws Exception {
        given((request, wire) -> wire.error(status, code));
        failure(kind, this::listed);
        failure(kind, () -> store.resume(UPLOAD, SPEC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>Welcome</body></html>", ""})
    void nonsenseIsNoListing(String answer) throws Exception {
        given((request, wire) -> wire.answer("200 OK", answer));
        failure(Kind.REJECTED, this::listed);
    }

    @Test
    void a200WithAnErrorInsideIsAFailure() throws Exception {
        given((request, wire) -> wire.error("200 OK", "InternalError"));
        failure(Kind.UNAVAILABLE, this::listed);
    }
}
