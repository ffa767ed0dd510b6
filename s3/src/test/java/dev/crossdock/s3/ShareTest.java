package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PartReceipt;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.Upload;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What ends when a share of the store is closed, and as what. */
final class ShareTest extends HostileStoreTestCase {

    private final CountDownLatch arrived = new CountDownLatch(1);

    private void givenSilence() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            arrived.countDown();
            wire.fallSilent();
        });
    }

    private void endsAs(Kind kind, ObjectStore share, Callable<?> request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> underWay = threads.submit(request);
            await(arrived);
            share.close();
            assertThat(failure(kind, () -> {
                        try {
                            underWay.get(30, TimeUnit.SECONDS);
                        } catch (ExecutionException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    }))
                    .as("not because of the stall timeout")
                    .hasMessageContaining("was ended");
        }
    }

    @Test
    void aLookThatIsEndedMayHaveBeenTaken() throws Exception {
        givenSilence();
        ObjectStore share = store.share();
        endsAs(Kind.NO_ANSWER, share, () -> share.find(KEY));
    }

    @Test
    void anObjectThatWasSentWholeMayBeStored() throws Exception {
        givenSilence();
        ObjectStore share = store.share();
        endsAs(Kind.NO_ANSWER, share, () -> share.put(KEY, SPEC, Bodies.held(LENGTH)));
    }

    @Test
    void anUploadMayHaveBegun() throws Exception {
        givenSilence();
        ObjectStore share = store.share();
        endsAs(Kind.NO_ANSWER, share, () -> share.begin(KEY, SPEC));
    }

    @Test
    void aListingIsEndedToo() throws Exception {
        givenSilence();
        ObjectStore share = store.share();
        endsAs(Kind.NO_ANSWER, share, () -> share.unfinished("bucket", "in/"));
    }

    @Test
    void anAnswerThatHasBegunIsEndedToo() throws Exception {
        given((request, wire) -> {
            wire.readBody();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<ListMultipartUploadsResult>");
            arrived.countDown();
            wire.fallSilent();
        });
        ObjectStore share = store.share();
        endsAs(Kind.NO_ANSWER, share, () -> share.unfinished("bucket", "in/"));
    }

    @Test
    void anObjectThatWasNotSentWholeCannotBeStored() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        given((request, wire) -> {
            // The store reads no further, so most of a large body stays where it is.
            wire.readSome(1_000);
            arrived.countDown();
            await(over);
        });
        ObjectStore share = store.share();
        try {
            endsAs(
                    Kind.UNREACHABLE,
                    share,
                    () -> share.put(KEY, new ObjectSpec(SOURCE, LARGE, false), Bodies.held(LARGE)));
        } finally {
            over.countDown();
        }
    }

    @Test
    void whatBeginsLaterIsNotSent() throws Exception {
        ObjectStore share = store.share();
        share.close();
        failure(Kind.UNREACHABLE, () -> share.find(KEY));
        failure(Kind.UNREACHABLE, () -> share.put(KEY, SPEC, Bodies.held(LENGTH)));
        failure(Kind.UNREACHABLE, () -> share.begin(KEY, SPEC));
        assertThat(hostile.requests()).isEmpty();
    }

    @Test
    void anUploadOutlivesTheShareItWasBegunThrough() throws Exception {
        ObjectStore share = store.share();
        Upload upload = share.begin(KEY, SPEC);
        share.close();
        PartReceipt receipt = upload.put(PART, Bodies.held(LENGTH));
        assertThat(upload.complete(List.of(receipt), Bodies.crc32c(LENGTH)).eTag())
                .isNotEmpty();
        upload.abort();
    }

    @Test
    void sharesUseTheSameConnectionsAndTheSameMemory() throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        given((request, wire) -> {
            if (request.headers().containsKey(S3Headers.CHECKSUM_CRC32C)) {
                refused.set(true);
                wire.error("501 Not Implemented", "NotImplemented");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        try (ObjectStore share = store.share()) {
            share.put(KEY, SPEC, Bodies.held(LENGTH));
        }
        assertThat(refused).isTrue();
        int before = hostile.requests().size();
        try (ObjectStore other = store.share()) {
            other.put(KEY, SPEC, Bodies.held(LENGTH));
        }
        assertThat(hostile.requests()).hasSize(before + 1);
        assertThat(hostile.connections()).isEqualTo(1);
    }
}
