package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of which kind each refusal is, and what is no store at all. */
final class RefusalKindTest extends HostileStoreTestCase {

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
        "502 Bad Gateway,Whatever,NO_ANSWER",
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

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "404 Not Found", "400 Bad Request", "405 Method Not Allowed"})
    void aWebSiteIsNoStore(String status) throws Exception {
        given((request, wire) -> wire.answer(
                status, "<!doctype html><html><body><h1>Welcome</h1></body></html>", "Content-Type: text/html"));
        // What said yes may have done it, whatever it is.
        Kind kind = status.startsWith("200") ? Kind.NO_ANSWER : Kind.REJECTED;
        assertThat(failure(kind, this::begin).getMessage()).contains("does not look like an S3 store");
        assertThat(failure(kind, this::put).getMessage()).contains("does not look like an S3 store");
    }

    @Test
    void somethingThatSpeaksNoHttpIsNoStore() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            wire.send("SSH-2.0-OpenSSH_9.2p1\r\nnonsense\r\n\r\n");
            wire.close();
        });
        assertThat(failure(Kind.NO_ANSWER, this::put).getMessage()).contains("does not look like an S3 store");
        assertThat(failure(Kind.NO_ANSWER, this::begin).getMessage()).contains("does not look like an S3 store");
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
}
