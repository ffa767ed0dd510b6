package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoreLimits;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import dev.crossdock.playground.GeneratedBytes;
import dev.crossdock.testkit.FakeStore.Confirms;
import dev.crossdock.testkit.FakeStore.Moment;
import dev.crossdock.testkit.FakeStore.Request;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract, and fails as it is told to. */
class FakeStoreTest extends ObjectStoreContract {

    private static final ObjectKey KEY = new ObjectKey("lake", "key");
    private static final SourceIdentity SOURCE = new SourceIdentity("00112233445566778899aabbccddeeff");

    private final FakeStore store =
            FakeStore.keeping().limits(new StoreLimits(100_000, 1L << 30, 100)).withoutBucket("lake-none");

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore another() {
        return store.share();
    }

    @Override
    protected String bucket() {
        return "lake";
    }

    @Override
    protected InputStream read(ObjectKey key) {
        return new ByteArrayInputStream(store.bytes(key).orElseThrow());
    }

    @Override
    protected boolean exists(ObjectKey key) {
        return store.keys().contains(key);
    }

    @Override
    protected int openUploads(ObjectKey key) {
        return store.openUploads();
    }

    @Test
    void failsBeforeItActs() throws Exception {
        store.fail(Request.PUT, Moment.BEFORE, 1, Kind.UNREACHABLE);
        assertFails(Kind.UNREACHABLE, () -> put(store, 10));
        assertThat(store.keys()).isEmpty();
        put(store, 10);
        assertThat(store.attempts(FakeStore.WHOLE)).isEqualTo(2);
        assertThat(store.requests(Request.PUT)).isEqualTo(2);
    }

    @Test
    void losesAnAnswerAfterItActed() throws Exception {
        store.loseAnswer(Request.PUT, 1);
        assertFails(Kind.NO_ANSWER, () -> put(store, 10));
        assertThat(store.find(KEY).orElseThrow().source()).contains(SOURCE);
    }

    @Test
    void losesTheAnswerToComplete() throws Exception {
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, 3, false));
        List<PartReceipt> receipts = List.of(putPart(upload, 3));
        store.loseAnswer(Request.COMPLETE, 1);
        assertFails(Kind.NO_ANSWER, () -> upload.complete(receipts, crc(3)));
        assertThat(store.keys()).containsExactly(KEY);
        assertFails(Kind.NO_SUCH_UPLOAD, () -> upload.complete(receipts, crc(3)));
    }

    @Test
    void failsMidwayWithoutStoringThePart() throws Exception {
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, 1_000, false));
        store.failPart(1, Moment.MIDWAY, 2, Kind.THROTTLED);
        assertFails(Kind.THROTTLED, () -> putPart(upload, 1_000));
        assertFails(Kind.THROTTLED, () -> putPart(upload, 1_000));
        putPart(upload, 1_000);
        assertThat(store.attempts(1)).isEqualTo(3);
    }

    @Test
    void noticesDamageWhereItCompares() throws Exception {
        for (Confirms confirms : List.of(Confirms.FULL_OBJECT, Confirms.PART_CHECKSUM, Confirms.PART_MD5)) {
            FakeStore honest = FakeStore.keeping().confirms(confirms);
            honest.damage(FakeStore.WHOLE, 1);
            assertThatThrownBy(() -> put(honest, 10)).isInstanceOf(IntegrityException.class);
            Upload upload = honest.begin(KEY, new ObjectSpec(SOURCE, 10, false));
            honest.damage(1, 1);
            assertThatThrownBy(() -> putPart(upload, 10)).isInstanceOf(IntegrityException.class);
            assertThat(putPart(upload, 10).integrity()).isEqualTo(Integrity.PART);
        }
    }

    @Test
    void storesDamageAndSaysSoLittleWhereItConfirmsNothing() throws Exception {
        FakeStore blind = FakeStore.keeping().confirms(Confirms.SIZE);
        blind.damage(FakeStore.WHOLE, 1);
        assertThat(put(blind, 10)).isEqualTo(Integrity.SIZE);
        assertThat(blind.stored(KEY).orElseThrow().wholeCrc32c()).isNotEmpty().isNotEqualTo(crc(10));
        assertThat(blind.find(KEY).orElseThrow().wholeCrc32c()).isEmpty();
    }

    @Test
    void confirmsAsMuchAsTold() throws Exception {
        assertThat(completedAt(Confirms.FULL_OBJECT)).isEqualTo(Integrity.FULL_OBJECT);
        assertThat(completedAt(Confirms.PART_CHECKSUM)).isEqualTo(Integrity.SIZE);
        assertThat(completedAt(Confirms.PART_MD5)).isEqualTo(Integrity.SIZE);
        assertThat(completedAt(Confirms.SIZE)).isEqualTo(Integrity.SIZE);
    }

    @Test
    void keepsOnlyChecksumsWhereToldSo() throws Exception {
        FakeStore discarding = FakeStore.discarding();
        put(discarding, 1_000);
        assertThat(discarding.bytes(KEY)).isEmpty();
        assertThat(discarding.find(KEY).orElseThrow().wholeCrc32c()).contains(crc(1_000));
    }

    @Test
    void refusesPartsBelowTheLeastSize() throws Exception {
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, 20, false));
        PartReceipt first = upload.put(new PartRange(1, 0, 10), new HeldBody(bytes(10)));
        PartReceipt second = upload.put(new PartRange(2, 10, 10), new HeldBody(bytes(10)));
        assertFails(Kind.REJECTED, () -> upload.complete(List.of(first, second), crc(20)));
    }

    @Test
    void forgetsUploads() throws Exception {
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, 3, false));
        store.forgetUploads();
        assertFails(Kind.NO_SUCH_UPLOAD, () -> putPart(upload, 3));
        assertThat(store.begun()).isEqualTo(1);
        assertThat(store.openUploads()).isZero();
    }

    @Test
    void holdsBodiesUntilReleasedOrInterrupted() throws Exception {
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, 1_000, false));
        Upload other = store.begin(KEY, new ObjectSpec(SOURCE, 1_000, false));
        store.hold();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PartReceipt> released = threads.submit(() -> putPart(upload, 1_000));
            Future<PartReceipt> interrupted = threads.submit(() -> putPart(other, 1_000));
            store.awaitHeld(2);
            other.interrupt();
            assertThatThrownBy(interrupted::get).hasCauseInstanceOf(TransferException.class);
            assertThat(released.isDone()).isFalse();
            store.release();
            assertThat(released.get().crc32c()).isEqualTo(crc(1_000));
        }
    }

    private static Integrity completedAt(Confirms confirms) throws TransferException {
        FakeStore store = FakeStore.keeping().confirms(confirms);
        Upload upload = store.begin(KEY, new ObjectSpec(SOURCE, 5, false));
        return upload.complete(List.of(putPart(upload, 5)), crc(5)).integrity();
    }

    private static Integrity put(FakeStore store, int size) throws TransferException {
        return store.put(KEY, new ObjectSpec(SOURCE, size, false), new HeldBody(bytes(size)))
                .integrity();
    }

    private static PartReceipt putPart(Upload upload, int size) throws TransferException {
        return upload.put(new PartRange(1, 0, size), new HeldBody(bytes(size)));
    }

    private static byte[] bytes(int size) {
        return new GeneratedBytes(5).bytes(new ByteRange(0, size));
    }

    private static Crc32c crc(int size) {
        return new HeldBody(bytes(size)).crc32c();
    }
}
