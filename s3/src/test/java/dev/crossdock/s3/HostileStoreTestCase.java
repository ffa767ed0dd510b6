package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Crc32c;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A store that a script makes hostile, one of ours that talks to it, and words to say what must come of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class HostileStoreTestCase {

    static final ObjectKey KEY = new ObjectKey("bucket", "in/key");
    static final SourceIdentity SOURCE = new SourceIdentity("00112233445566778899aabbccddeeff");
    static final int LENGTH = 100_000;
    static final int LARGE = 64 << 20;
    static final ObjectSpec SPEC = new ObjectSpec(SOURCE, LENGTH, false);
    static final ObjectSpec ONCE = new ObjectSpec(SOURCE, LENGTH, true);
    static final PartRange PART = new PartRange(1, 0, LENGTH);
    static final String CHECKS = "x-amz-checksum-algorithm: CRC32C";
    static final String NOT_AN_MD5 = "ETag: \"some-other-name\"";
    static final String WRONG_MD5 = "ETag: \"00000000000000000000000000000000\"";

    HostileStore hostile = started(WellBehaved::serve);
    S3Store store = storeAt(hostile);

    static HostileStore started(HostileStore.Script script) {
        try {
            return new HostileStore(script);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static S3Store storeAt(HostileStore hostile) {
        return storeAt(hostile, Duration.ofSeconds(2));
    }

    static S3Store storeAt(HostileStore hostile, Duration stallTimeout) {
        return S3Store.builder()
                .endpoint(hostile.endpoint())
                .credentials("access", "secret")
                .connectTimeout(Duration.ofSeconds(10))
                .stallTimeout(stallTimeout)
                .build();
    }

    void given(HostileStore.Script script) throws IOException {
        end();
        hostile = started(script);
        store = storeAt(hostile);
    }

    /** A store that behaves but when parts are put. */
    void givenParts(HostileStore.Script script) throws IOException {
        given((request, wire) -> {
            if (request.isPart()) {
                script.serve(request, wire);
            } else {
                WellBehaved.serve(request, wire);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        store.close();
        hostile.close();
    }

    Upload begin() throws TransferException {
        return store.begin(KEY, SPEC);
    }

    PartReceipt putPart() throws TransferException {
        return begin().put(PART, Bodies.held(LENGTH));
    }

    ObjectReceipt put() throws TransferException {
        return store.put(KEY, SPEC, Bodies.held(LENGTH));
    }

    static StoreException failure(Kind kind, ThrowingCallable action) {
        StoreException[] seen = new StoreException[1];
        assertThatThrownBy(action).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).endsWith(".").doesNotContain("\n");
            seen[0] = e;
        });
        return seen[0];
    }

    static void damaged(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        IntegrityException.class, e -> assertThat(e.retryable()).isTrue());
    }

    static void damagedObject(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        IntegrityException.class, e -> assertThat(e.retryable()).isFalse());
    }

    static String returned(Crc32c crc32c) {
        return S3Headers.CHECKSUM_CRC32C + ": " + crc32c.base64();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
