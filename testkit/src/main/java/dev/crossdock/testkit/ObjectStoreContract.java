package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crossdock.ByteRange;
import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectReceipt;
import dev.crossdock.ObjectSpec;
import dev.crossdock.ObjectStore;
import dev.crossdock.PartRange;
import dev.crossdock.PartReceipt;
import dev.crossdock.SourceException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferException;
import dev.crossdock.Upload;
import dev.crossdock.playground.GeneratedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@code ObjectStore} must do. A test class for one kind of store extends this one and says, in the abstract
 * methods, how to look at what is there by other means.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ObjectStoreContract {

    private static final SourceIdentity SOURCE = new SourceIdentity("0123456789abcdef0123456789abcdef");
    private static final SourceIdentity OTHER = new SourceIdentity("ffffffffffffffffffffffffffffffff");

    private final GeneratedBytes content = new GeneratedBytes(21);

    /** The store under test. It is not closed between tests of a class unless the subclass does so. */
    protected abstract ObjectStore store() throws Exception;

    /** A bucket that exists; tests of one class share it. */
    protected abstract String bucket();

    /** Reads an object with other means than the store under test. Called only where there is one. */
    protected abstract InputStream read(ObjectKey key) throws Exception;

    /** Whether there is an object, by other means. */
    protected abstract boolean exists(ObjectKey key) throws Exception;

    /** How many unfinished uploads there are of a key, by other means. */
    protected abstract int openUploads(ObjectKey key) throws Exception;

    /** The level that an object put at once reaches here. */
    protected Integrity putIntegrity() {
        return Integrity.FULL_OBJECT;
    }

    /** The level that a part held in memory reaches here. */
    protected Integrity partIntegrity() {
        return Integrity.PART;
    }

    /** The level that {@code complete} answers with here. */
    protected Integrity completeIntegrity() {
        return Integrity.FULL_OBJECT;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_537, 1_000_003})
    void putsAnObjectOfAnySize(int size) throws Exception {
        ObjectKey key = key("put-" + size);
        byte[] bytes = someBytes(0, size);
        HeldBody body = new HeldBody(bytes);
        ObjectReceipt receipt = store().put(key, new ObjectSpec(SOURCE, size, false), body);
        assertThat(receipt.integrity()).isEqualTo(putIntegrity());
        assertThat(receipt.eTag()).isNotEmpty();
        assertThat(contentOf(key)).isEqualTo(bytes);
        StoredObject found = store().find(key).orElseThrow();
        assertThat(found.sizeBytes()).isEqualTo(size);
        assertThat(found.eTag()).isEqualTo(receipt.eTag());
        assertThat(found.source()).contains(SOURCE);
        if (putIntegrity() == Integrity.FULL_OBJECT) {
            assertThat(found.wholeCrc32c()).contains(body.crc32c());
        }
    }

    @Test
    void findsNothingWhereNothingIs() throws Exception {
        assertThat(store().find(key("nothing"))).isEmpty();
    }

    @Test
    void replacesAnObject() throws Exception {
        ObjectKey key = key("replaced");
        put(key, SOURCE, 100, false);
        put(key, OTHER, 200, false);
        assertThat(contentOf(key)).isEqualTo(someBytes(0, 200));
        assertThat(store().find(key).orElseThrow().source()).contains(OTHER);
    }

    @Test
    void putRefusesToReplaceWhereToldSo() throws Exception {
        ObjectKey key = key("put-once");
        put(key, SOURCE, 100, true);
        assertFails(Kind.TARGET_EXISTS, () -> put(key, OTHER, 200, true));
        assertThat(contentOf(key)).isEqualTo(someBytes(0, 100));
    }

    @Test
    void aBodyThatFailsMidwayLeavesNothing() throws Exception {
        ObjectKey key = key("broken-put");
        SourceException cause = new SourceException(SourceException.Kind.NETWORK, "cut", "");
        assertThatThrownBy(() -> store().put(key, new ObjectSpec(SOURCE, 3_000_000, false), failing(3_000_000, cause)))
                .isSameAs(cause);
        assertThat(exists(key)).isFalse();
        assertThat(store().find(key)).isEmpty();
    }

    @Test
    void saysThatThereIsNoBucket() throws Exception {
        ObjectKey nowhere = new ObjectKey(bucket() + "-none", "key");
        assertFails(Kind.NO_SUCH_BUCKET, () -> put(nowhere, SOURCE, 1, false));
        assertFails(Kind.NO_SUCH_BUCKET, () -> store().begin(nowhere, new ObjectSpec(SOURCE, 1, false)));
    }

    @Test
    void putsPartsTogetherThatCameInAnyOrder() throws Exception {
        ObjectKey key = key("parts");
        long size = 3 * partBytes() + 17;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartRange> ranges = ranges(size);
        Collections.reverse(ranges);
        List<PartReceipt> receipts = new ArrayList<>();
        for (PartRange range : ranges) {
            PartReceipt receipt = upload.put(range, body(range));
            assertThat(receipt.integrity()).isEqualTo(partIntegrity());
            assertThat(receipt.part()).isEqualTo(range);
            assertThat(receipt.crc32c()).isEqualTo(body(range).crc32c());
            receipts.addFirst(receipt);
        }
        assertThat(exists(key)).isFalse();
        ObjectReceipt done = upload.complete(receipts, wholeOf(size));
        assertThat(done.integrity()).isEqualTo(completeIntegrity());
        assertThat(contentOf(key)).isEqualTo(someBytes(0, (int) size));
        assertThat(openUploads(key)).isZero();
        StoredObject found = store().find(key).orElseThrow();
        assertThat(found.sizeBytes()).isEqualTo(size);
        assertThat(found.source()).contains(SOURCE);
        assertThat(found.eTag()).isEqualTo(done.eTag());
        if (completeIntegrity() == Integrity.FULL_OBJECT) {
            assertThat(found.wholeCrc32c()).contains(wholeOf(size));
        }
    }

    @Test
    void takesPartsFromSeveralThreadsAtOnce() throws Exception {
        ObjectKey key = key("parallel");
        long size = 4 * partBytes() + 1;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartReceipt> receipts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PartReceipt>> puts = new ArrayList<>();
            for (PartRange range : ranges(size)) {
                puts.add(threads.submit(() -> upload.put(range, body(range))));
            }
            for (Future<PartReceipt> put : puts) {
                receipts.add(put.get());
            }
        }
        upload.complete(receipts, wholeOf(size));
        assertThat(contentOf(key)).isEqualTo(someBytes(0, (int) size));
    }

    @Test
    void aPartPutAgainReplacesTheFirst() throws Exception {
        ObjectKey key = key("part-again");
        long size = partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartRange> ranges = ranges(size);
        byte[] wrong = new GeneratedBytes(22).bytes(new ByteRange(0, partBytes()));
        upload.put(ranges.get(0), new HeldBody(wrong));
        List<PartReceipt> receipts = putAll(upload, ranges);
        upload.complete(receipts, wholeOf(size));
        assertThat(contentOf(key)).isEqualTo(someBytes(0, (int) size));
    }

    @Test
    void aPartSentWhileItIsReadArrivesWhole() throws Exception {
        ObjectKey key = key("cut-through");
        long size = partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartReceipt> receipts = new ArrayList<>();
        for (PartRange range : ranges(size)) {
            PartReceipt receipt = putCutThrough(upload, range);
            assertThat(receipt.integrity()).isEqualTo(upload.cutThroughIntegrity());
            receipts.add(receipt);
        }
        upload.complete(receipts, wholeOf(size));
        assertThat(contentOf(key)).isEqualTo(someBytes(0, (int) size));
    }

    @Test
    void completesUploadsWithOnePart() throws Exception {
        ObjectKey key = key("one-part");
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, 3, false));
        upload.complete(putAll(upload, ranges(3)), wholeOf(3));
        assertThat(contentOf(key)).isEqualTo(someBytes(0, 3));
    }

    @Test
    void completeRefusesToReplaceWhereToldSo() throws Exception {
        ObjectKey key = key("complete-once");
        put(key, OTHER, 100, false);
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, 3, true));
        List<PartReceipt> receipts = putAll(upload, ranges(3));
        assertFails(Kind.TARGET_EXISTS, () -> upload.complete(receipts, wholeOf(3)));
        upload.abort();
        assertThat(contentOf(key)).isEqualTo(someBytes(0, 100));
        assertThat(openUploads(key)).isZero();
    }

    @Test
    void refusesAWholeThatIsNotWhatThePartsAre() throws Exception {
        assumeTrue(completeIntegrity() == Integrity.FULL_OBJECT);
        ObjectKey key = key("wrong-whole");
        long size = partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartReceipt> receipts = putAll(upload, ranges(size));
        assertThatThrownBy(() -> upload.complete(receipts, wholeOf(size - 1))).isInstanceOf(TransferException.class);
        upload.abort();
        assertThat(exists(key)).isFalse();
    }

    @Test
    void aPartThatFailsMidwayCanBePutAgain() throws Exception {
        ObjectKey key = key("broken-part");
        long size = partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        SourceException cause = new SourceException(SourceException.Kind.NETWORK, "cut", "");
        PartRange first = ranges(size).getFirst();
        assertThatThrownBy(() -> upload.put(first, failing((int) first.length(), cause)))
                .isSameAs(cause);
        upload.complete(putAll(upload, ranges(size)), wholeOf(size));
        assertThat(contentOf(key)).isEqualTo(someBytes(0, (int) size));
    }

    @Test
    void abortLeavesNothing() throws Exception {
        ObjectKey key = key("aborted");
        long size = partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartReceipt> receipts = putAll(upload, ranges(size));
        assertThat(openUploads(key)).isEqualTo(1);
        upload.abort();
        assertThat(openUploads(key)).isZero();
        assertThat(exists(key)).isFalse();
        assertThatThrownBy(() -> upload.complete(receipts, wholeOf(size))).isInstanceOf(TransferException.class);
        assertThat(exists(key)).isFalse();
        upload.abort();
    }

    @Test
    void saysThatAnUploadIsGone() throws Exception {
        ObjectKey key = key("gone");
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, 3, false));
        List<PartReceipt> receipts = putAll(upload, ranges(3));
        upload.abort();
        assertFails(Kind.NO_SUCH_UPLOAD, () -> upload.complete(receipts, wholeOf(3)));
    }

    @Test
    void interruptEndsAPutPromptly() throws Exception {
        ObjectKey key = key("interrupted");
        int size = (int) Math.max(partBytes(), 64 << 20);
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        PartRange range = new PartRange(1, 0, size);
        ScriptedBody body = ScriptedBody.held(someBytes(0, size)).stoppingAt(size / 8);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PartReceipt> put = threads.submit(() -> upload.put(range, body));
            body.awaitStop();
            upload.interrupt();
            body.goOn();
            assertThatThrownBy(() -> put.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TransferException.class);
        }
        // Far less than the rest went out: what the sockets hold, no more.
        assertThat(body.written()).isLessThan(size / 2);
        assertThatThrownBy(() -> upload.put(range, body(range))).isInstanceOf(TransferException.class);
        upload.abort();
        assertThat(openUploads(key)).isZero();
        assertThat(exists(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".hidden",
                "a b+c%20#d&e=f;g:h@i$j,k?.csv",
                "grüße/😀.bin",
                "~tilde*'()!",
                "trailing space ",
                "quote\"less<more>"
            })
    void keepsTheKeyExactly(String name) throws Exception {
        ObjectKey single = key(name);
        put(single, SOURCE, 10, false);
        assertThat(contentOf(single)).isEqualTo(someBytes(0, 10));
        assertThat(store().find(single)).isPresent();
        ObjectKey multiple = key(name + ".parts");
        Upload upload = store().begin(multiple, new ObjectSpec(SOURCE, 3, false));
        upload.complete(putAll(upload, ranges(3)), wholeOf(3));
        assertThat(contentOf(multiple)).isEqualTo(someBytes(0, 3));
    }

    private ObjectKey key(String name) {
        return new ObjectKey(bucket(), "contract/" + name);
    }

    private long partBytes() throws Exception {
        return store().limits().minPartBytes();
    }

    private void put(ObjectKey key, SourceIdentity source, int size, boolean noClobber) throws Exception {
        store().put(key, new ObjectSpec(source, size, noClobber), new HeldBody(someBytes(0, size)));
    }

    /** A store may turn out not to take this form; the adapter then says so once, as something to try again. */
    private PartReceipt putCutThrough(Upload upload, PartRange range) throws TransferException {
        for (int attempt = 1; ; attempt++) {
            try {
                return upload.put(range, ScriptedBody.cutThrough(bytesOf(range)));
            } catch (IntegrityException e) {
                if (attempt == 3 || !e.retryable()) {
                    throw e;
                }
            }
        }
    }

    private List<PartReceipt> putAll(Upload upload, List<PartRange> ranges) throws TransferException {
        List<PartReceipt> receipts = new ArrayList<>();
        for (PartRange range : ranges) {
            receipts.add(upload.put(range, body(range)));
        }
        return receipts;
    }

    private List<PartRange> ranges(long size) throws Exception {
        List<PartRange> ranges = new ArrayList<>();
        for (long offset = 0; offset < size; offset += partBytes()) {
            ranges.add(new PartRange(ranges.size() + 1, offset, Math.min(partBytes(), size - offset)));
        }
        return ranges;
    }

    private HeldBody body(PartRange range) {
        return new HeldBody(bytesOf(range));
    }

    private byte[] bytesOf(PartRange range) {
        return content.bytes(range.bytes());
    }

    private Crc32c wholeOf(long size) {
        return content.crc32c(new ByteRange(0, size));
    }

    private byte[] someBytes(int offset, int size) {
        return content.bytes(new ByteRange(offset, size));
    }

    private ScriptedBody failing(int size, SourceException cause) {
        return ScriptedBody.held(someBytes(0, size)).failingAt(size / 2, cause);
    }

    private byte[] contentOf(ObjectKey key) throws Exception {
        try (InputStream object = read(key)) {
            return object.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("can't read " + key, e);
        }
    }

    /** Asserts that this fails with a {@code StoreException} of this kind. */
    protected static void assertFails(Kind kind, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind));
    }
}
