package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.StoreException.Kind;
import dev.crossdock.UnfinishedUpload;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store can answer when it is asked for unfinished uploads, and how little of it is believed or kept. */
final class UploadListingTest extends HostileStoreTestCase {

    private List<UnfinishedUpload> listed() throws Exception {
        return store.unfinished(KEY.bucket(), "in/");
    }

    @Test
    void goesOnWhereEachPageSaysUntilTheLast() throws Exception {
        given((request, wire) -> {
            if (request.target().contains("upload-id-marker=id%2F2")) {
                Listings.uploads(wire, Listings.upload("in/c", "id3"));
            } else if (request.target().contains("key-marker=in%2Fa%2B%20b")) {
                Listings.uploads(wire, "in/b", "id/2", Listings.upload("in/b", "id/2"));
            } else {
                Listings.uploads(wire, "in/a+ b", "", Listings.upload("in/a+ b", "id1"));
            }
        });
        assertThat(listed()).extracting(UnfinishedUpload::uploadId).containsExactly("id1", "id/2", "id3");
        assertThat(hostile.requests().getLast().target()).contains("key-marker=in%2Fb");
    }

    @Test
    void goesOnAfterTheLastUploadOfAPageThatSaysOnlyThatThereIsMore() throws Exception {
        given((request, wire) -> {
            if (request.target().contains("key-marker=in%2Fa")
                    && request.target().contains("upload-id-marker=id1")) {
                Listings.uploads(wire, Listings.upload("in/b", "id2"));
            } else {
                Listings.uploads(wire, "", "", Listings.upload("in/a", "id1"));
            }
        });
        assertThat(listed()).hasSize(2);
    }

    @Test
    void sendsBackOnlyTheMarkersThatWereSaid() throws Exception {
        given((request, wire) -> {
            if (request.target().contains("upload-id-marker=id1")) {
                Listings.uploads(wire, Listings.upload("in/a", "id2"));
            } else {
                Listings.uploads(wire, "", "id1", Listings.upload("in/a", "id1"));
            }
        });
        assertThat(listed()).hasSize(2);
        assertThat(hostile.requests().getLast().target())
                .doesNotContain("?key-marker")
                .doesNotContain("&key-marker");
    }

    @Test
    void aPageThatRepeatsItselfIsNoListing() throws Exception {
        given((request, wire) -> Listings.uploads(wire, "in/a", "id1", Listings.upload("in/a", "id1")));
        failure(Kind.REJECTED, this::listed);
        assertThat(hostile.requests()).hasSize(2);
    }

    @Test
    void aListingWithoutEndIsNoListing() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        given((request, wire) -> {
            String id = "id" + pages.incrementAndGet();
            Listings.uploads(wire, "in/a", id, Listings.upload("in/a", id));
        });
        failure(Kind.REJECTED, this::listed);
        assertThat(hostile.requests()).hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void keepsNoMoreNamesThanFitIntoLittleMemory() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        String longName = "x".repeat(1_900);
        given((request, wire) -> {
            int page = pages.incrementAndGet();
            StringBuilder uploads = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                uploads.append(Listings.upload("in/a", longName + page + "." + i));
            }
            Listings.uploads(wire, "in/a", "id" + page, uploads.toString());
        });
        assertThat(failure(Kind.REJECTED, this::listed).hint()).contains("prefix");
        assertThat(hostile.requests()).hasSizeLessThan(20);
    }

    @Test
    void keepsOnlyWhatWasAskedFor() throws Exception {
        given((request, wire) -> Listings.uploads(
                wire, Listings.upload("elsewhere/a", "id1") + Listings.upload("in/a&amp;b &#x1F600;", "id2")));
        assertThat(listed()).extracting(upload -> upload.key().key()).containsExactly("in/a&b 😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Welcome</body></html>",
                "",
                "{}",
                "<ListMultipartUploadsResult><Upload><Key>in/a</Key></Upload></ListMultipartUploadsResult>",
                "<ListMultipartUploadsResult><Upload><Key>in/a</Key><UploadId></UploadId>"
                        + "<Initiated>2026-11-22T20:53:39Z</Initiated></Upload></ListMultipartUploadsResult>",
                "<ListMultipartUploadsResult><Upload><Key>in/a</Key><UploadId>id</UploadId></Upload>"
                        + "</ListMultipartUploadsResult>",
                "<ListMultipartUploadsResult><Upload><Key>in/a</Key><UploadId>id</UploadId>"
                        + "<Initiated>yesterday</Initiated></Upload></ListMultipartUploadsResult>",
                "<ListMultipartUploadsResult><Bucket>bucket</Bucket><Upload>"
            })
    void nonsenseIsNoListing(String answer) throws Exception {
        given((request, wire) -> wire.answer("200 OK", answer));
        failure(Kind.REJECTED, this::listed);
    }

    @Test
    void aListingNestedWithoutEndIsNoListing() throws Exception {
        given((request, wire) -> wire.answer("200 OK", "<a>".repeat(1_000_000)));
        failure(Kind.REJECTED, this::listed);
    }

    @Test
    void anEndlessAnswerIsNoListing() throws Exception {
        given((request, wire) -> wire.answer("200 OK", "<a>" + "<b/>".repeat(2_000_000)));
        failure(Kind.REJECTED, this::listed);
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden,AccessDenied,FORBIDDEN",
        "501 Not Implemented,NotImplemented,REJECTED",
        "405 Method Not Allowed,MethodNotAllowed,REJECTED",
        "404 Not Found,NoSuchKey,REJECTED",
        "404 Not Found,NoSuchUpload,REJECTED",
        "404 Not Found,NoSuchBucket,NO_SUCH_BUCKET",
        "503 Service Unavailable,SlowDown,THROTTLED"
    })
    void saysWhyThereIsNoListing(String status, String code, Kind kind) throws Exception {
        given((request, wire) -> wire.error(status, code));
        failure(kind, this::listed);
    }

    @Test
    void aNakedRefusalIsOneToo() throws Exception {
        given((request, wire) -> wire.answer("404 Not Found", ""));
        failure(Kind.REJECTED, this::listed);
    }

    @Test
    void aBrokenAnswerIsNoAnswer() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<ListMultipartUploadsResult>");
            wire.close();
        });
        failure(Kind.NO_ANSWER, this::listed);
    }

    @Test
    void a200WithAnErrorInsideIsAFailure() throws Exception {
        given((request, wire) -> wire.error("200 OK", "InternalError"));
        failure(Kind.UNAVAILABLE, this::listed);
    }
}
