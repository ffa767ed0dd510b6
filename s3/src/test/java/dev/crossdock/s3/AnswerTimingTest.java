package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Answers that come too early, too late or never. */
final class AnswerTimingTest extends HostileStoreTestCase {

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

    /** What carries data takes as long as its data do: it says nothing of how far the store is. */
    @Test
    void latencyIsThatOfQuestionsWithoutData() throws Exception {
        givenParts(WellBehaved::serve);
        assertThat(store.latency()).isZero();
        var unused = store.put(KEY, new ObjectSpec(SOURCE, LENGTH, false), Bodies.held(LENGTH));
        assertThat(store.latency()).isZero();
        Upload begun = store.begin(KEY, new ObjectSpec(SOURCE, LARGE, false));
        assertThat(begun.uploadId()).isNotEmpty();
        assertThat(store.share().latency()).isPositive().isEqualTo(store.latency());
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
    void aBodyThatWasAskedForCanStillBeRefused() throws Exception {
        givenParts((request, wire) -> {
            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            wire.readSome(2 << 20);
            wire.answerEarly("400 Bad Request", HostileStore.errorXml("RequestTimeout"), "Connection: close");
            wire.close();
        });
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, LARGE, false));
        failure(Kind.UNAVAILABLE, () -> upload.put(new PartRange(1, 0, LARGE), Bodies.cutThrough(LARGE)));
    }

    @Test
    void leaveToSendMayBeGivenTwice() throws Exception {
        givenParts((request, wire) -> {
            wire.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            wire.readBodyUnasked();
            wire.answerEarly("200 OK", "", NOT_AN_MD5, returned(Bodies.crc32c(8 << 20)));
        });
        int length = 8 << 20;
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, length, false));
        assertThat(upload.put(new PartRange(1, 0, length), Bodies.held(length)).integrity())
                .isEqualTo(Integrity.PART);
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

    /** A store that trickles, and one of ours that soon loses patience. */
    private void givenImpatience(HostileStore.Script script) throws Exception {
        given(script);
        store.close();
        store = storeAt(hostile, Duration.ofMillis(200));
    }

    @Test
    void anAnswerThatTricklesIsGivenUp() throws Exception {
        givenImpatience((request, wire) -> {
            wire.readBody();
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 1000000\r\n\r\n<a>");
            wire.trickle(" ");
        });
        failure(Kind.NO_ANSWER, () -> store.unfinished("lake", "in/"));
        failure(Kind.NO_ANSWER, this::put);
    }

    @Test
    void aHeadThatTricklesIsGivenUpToo() throws Exception {
        givenImpatience((request, wire) -> {
            wire.readBody();
            wire.send("HTTP/1.1 200 OK\r\nx-padding: ");
            wire.trickle("x");
        });
        assertThat(failure(Kind.NO_ANSWER, () -> store.find(KEY))).hasMessageContaining("does not come to an end");
        failure(Kind.NO_ANSWER, this::put);
    }

    @Test
    void leaveToSendThatIsGivenForEverIsNoAnswer() throws Exception {
        givenImpatience((request, wire) -> {
            wire.readBody();
            wire.trickle("HTTP/1.1 100 Continue\r\n\r\n");
        });
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
}
