package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.PartBody;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import dev.crossdock.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How uploads, requests and bodies end, and what goes out. */
final class UploadEndTest extends HostileStoreTestCase {

    @Test
    void anUploadThatIsStillThereIsToBeAbortedAgain() throws Exception {
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
        Upload upload = begin();
        failure(StoreException.Kind.UNAVAILABLE, upload::abort);
        failure(StoreException.Kind.UNAVAILABLE, upload::abort);
        assertThat(upload.abort()).isTrue();
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
    void whoMayNotListIsToldThatItCanNotBeSeen() throws Exception {
        given((request, wire) -> {
            if (request.method().equals("GET")) {
                wire.error("403 Forbidden", "AccessDenied");
            } else {
                WellBehaved.serve(request, wire);
            }
        });
        Upload upload = begin();
        assertThat(failure(StoreException.Kind.FORBIDDEN, upload::abort).getMessage())
                .contains("may not see");
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
