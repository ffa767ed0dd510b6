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
import dev.crossdock.StoredPart;
import dev.crossdock.TransferException;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import dev.crossdock.playground.GeneratedBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** The same store as another process sees it: one that knows nothing of what was done before. The caller closes it. */
    protected abstract ObjectStore another() throws Exception;

    /** Whether the store lists a checksum with each part. */
    protected boolean listsChecksums() {
        return completeIntegrity() == Integrity.FULL_OBJECT;
    }

    /** Whether the store looks at the name of an object that it is to remove. */
    protected boolean removesUnderACondition() {
        return true;
    }

    /** Whether uploads are listed for a prefix that is not the whole key. */
    protected boolean listsBelowPrefixes() {
        return true;
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
    void removesAnObjectUnderItsOwnNameOnly() throws Exception {
        ObjectKey key = key("removed");
        put(key, SOURCE, 100, false);
        String old = store().find(key).orElseThrow().eTag();
        put(key, OTHER, 200, false);
        if (removesUnderACondition()) {
            store().remove(key, old);
            assertThat(contentOf(key)).isEqualTo(someBytes(0, 200));
        }
        store().remove(key, store().find(key).orElseThrow().eTag());
        assertThat(exists(key)).isFalse();
        store().remove(key, old);
    }

    @Test
    void anObjectShowsWhetherItHoldsTheseBytes() throws Exception {
        ObjectKey key = key("shown");
        put(key, SOURCE, 100, false);
        StoredObject found = store().find(key).orElseThrow();
        byte[] others = someBytes(0, 100);
        others[50] ^= 1;
        assertThat(store().holds(found, new HeldBody(someBytes(0, 100)))).isTrue();
        assertThat(store().holds(found, new HeldBody(others))).isFalse();
        assertThat(store().holds(found, new HeldBody(someBytes(0, 99)))).isFalse();
    }

    @Test
    void anObjectShowsByItsNameWhichPartsItWasMadeOf() throws Exception {
        ObjectKey key = key("derived");
        long size = partBytes() + 3;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        List<PartReceipt> parts = putAll(upload, ranges(size));
        List<PartReceipt> turned = parts.reversed();
        upload.complete(parts, wholeOf(size));
        StoredObject found = store().find(key).orElseThrow();
        assertThat(upload.became(found, parts)).isTrue();
        assertThat(upload.became(found, turned)).isFalse();
        assertThat(upload.became(found, parts.subList(0, 1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObjectSaysWhetherItsPartsHadToBeConfirmed(boolean confirmed) throws Exception {
        ObjectKey key = key("confirmed-" + confirmed);
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, 3, false, confirmed));
        upload.complete(putAll(upload, ranges(3)), wholeOf(3));
        assertThat(store().find(key).orElseThrow().partsConfirmed()).isEqualTo(confirmed);
        store().put(key, new ObjectSpec(SOURCE, 3, false, true), new HeldBody(someBytes(0, 3)));
        assertThat(store().find(key).orElseThrow().partsConfirmed()).isFalse();
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
        assertThat(unfinished(multiple)).hasSize(1);
        upload.complete(putAll(upload, ranges(3)), wholeOf(3));
        assertThat(contentOf(multiple)).isEqualTo(someBytes(0, 3));
    }

    @Test
    void listsEveryUnfinishedUploadOfAKeyUntilItHasEnded() throws Exception {
        ObjectKey key = key("listed");
        Upload first = store().begin(key, new ObjectSpec(SOURCE, 3, false));
        Upload second = store().begin(key, new ObjectSpec(OTHER, 3, false));
        Upload longer = store().begin(key("listed.too"), new ObjectSpec(SOURCE, 3, false));
        assertThat(unfinished(key))
                .allSatisfy(upload -> assertThat(upload.initiatedEpochSeconds()).isPositive())
                .extracting(UnfinishedUpload::uploadId)
                .containsExactlyInAnyOrder(first.uploadId(), second.uploadId());
        second.abort();
        assertThat(unfinished(key)).extracting(UnfinishedUpload::uploadId).containsExactly(first.uploadId());
        first.complete(putAll(first, ranges(3)), wholeOf(3));
        assertThat(unfinished(key)).isEmpty();
        longer.abort();
    }

    @Test
    void listsUnfinishedUploadsBelowAPrefix() throws Exception {
        Upload one = store().begin(key("below/one"), new ObjectSpec(SOURCE, 3, false));
        Upload two = store().begin(key("below/two"), new ObjectSpec(SOURCE, 3, false));
        Upload beside = store().begin(key("beside"), new ObjectSpec(SOURCE, 3, false));
        List<UnfinishedUpload> listed =
                store().unfinished(bucket(), key("below/").key());
        if (listsBelowPrefixes()) {
            assertThat(listed)
                    .extracting(upload -> upload.key() + " " + upload.uploadId())
                    .containsExactlyInAnyOrder(
                            key("below/one") + " " + one.uploadId(), key("below/two") + " " + two.uploadId());
        } else {
            assertThat(listed).isEmpty();
        }
        for (Upload upload : List.of(one, two, beside)) {
            upload.abort();
        }
    }

    @Test
    void listsNoUnfinishedUploadsWhereThereIsNoBucket() throws Exception {
        assertFails(Kind.NO_SUCH_BUCKET, () -> store().unfinished(bucket() + "-none", "key"));
    }

    @Test
    void listsStoredPartsInAscendingOrder() throws Exception {
        ObjectKey key = key("stored-parts");
        long size = 3 * partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        UnfinishedUpload listed = unfinished(key).getFirst();
        assertThat(store().parts(listed)).isEmpty();
        List<PartRange> ranges = ranges(size);
        PartReceipt last = upload.put(ranges.get(3), body(ranges.get(3)));
        PartReceipt second = upload.put(ranges.get(1), body(ranges.get(1)));
        List<StoredPart> parts = store().parts(listed);
        assertThat(parts)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("storedEpochSeconds")
                .containsExactly(asListed(second), asListed(last));
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.storedEpochSeconds().orElseThrow())
                        .isGreaterThanOrEqualTo(listed.initiatedEpochSeconds() - 1));
        upload.abort();
    }

    private StoredPart asListed(PartReceipt receipt) {
        return new StoredPart(
                receipt.part().partNumber(),
                receipt.part().length(),
                receipt.eTag(),
                listsChecksums() ? Optional.of(receipt.crc32c()) : Optional.empty());
    }

    @Test
    void anUploadThatIsGoneHasNoPartsAndIsNotGoneOnWith() throws Exception {
        ObjectKey key = key("gone-listed");
        ObjectSpec spec = new ObjectSpec(SOURCE, 3, false);
        Upload upload = store().begin(key, spec);
        UnfinishedUpload listed = unfinished(key).getFirst();
        upload.abort();
        assertFails(Kind.NO_SUCH_UPLOAD, () -> store().parts(listed));
        assertFails(Kind.NO_SUCH_UPLOAD, () -> store().resume(listed, spec));
    }

    /** @param missing how many parts the second process still has to put */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anotherProcessGoesOnWithAnUpload(int missing) throws Exception {
        ObjectKey key = key("resumed-" + missing);
        long size = 2 * partBytes() + 5;
        ObjectSpec spec = new ObjectSpec(SOURCE, size, false);
        List<PartRange> ranges = ranges(size);
        putAll(store().begin(key, spec), ranges.subList(0, ranges.size() - missing));
        try (ObjectStore later = another()) {
            UnfinishedUpload listed = later.unfinished(bucket(), key.key()).getFirst();
            List<StoredPart> stored = later.parts(listed);
            Upload upload = later.resume(listed, spec);
            assertThat(upload.uploadId()).isEqualTo(listed.uploadId());
            List<PartReceipt> receipts = new ArrayList<>();
            for (StoredPart part : stored) {
                PartRange range = ranges.get(part.partNumber() - 1);
                receipts.add(upload.compare(range, part, body(range)).orElseThrow());
            }
            receipts.addAll(putAll(upload, ranges.subList(ranges.size() - missing, ranges.size())));
            assertThat(receipts).extracting(PartReceipt::integrity).containsOnly(partIntegrity());
            assertThat(upload.complete(receipts, wholeOf(size)).integrity()).isEqualTo(completeIntegrity());
            StoredObject found = later.find(key).orElseThrow();
            assertThat(found.source()).contains(SOURCE);
            if (completeIntegrity() == Integrity.FULL_OBJECT) {
                assertThat(found.wholeCrc32c()).contains(wholeOf(size));
            } else {
                assertThat(found.wholeCrc32c()).isEmpty();
            }
        }
        assertThat(contentOf(key)).isEqualTo(someBytes(0, (int) size));
        assertThat(openUploads(key)).isZero();
    }

    @Test
    void comparesAStoredPartWithWhatItShouldBe() throws Exception {
        ObjectKey key = key("compared");
        long size = partBytes();
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        PartRange range = ranges(size).getFirst();
        PartReceipt put = upload.put(range, body(range));
        StoredPart stored = store().parts(unfinished(key).getFirst()).getFirst();
        byte[] wrong = bytesOf(range);
        wrong[wrong.length / 2] ^= 1;
        assertThat(upload.compare(range, stored, body(range))).contains(put);
        assertThat(upload.compare(range, stored, ScriptedBody.cutThrough(bytesOf(range))))
                .contains(put);
        assertThat(upload.compare(range, stored, new HeldBody(wrong))).isEmpty();
        ScriptedBody other = ScriptedBody.cutThrough(wrong);
        assertThat(upload.compare(range, stored, other)).isEmpty();
        assertThat(other.written()).as("read to its end").isEqualTo(wrong.length);
        SourceException cause = new SourceException(SourceException.Kind.NETWORK, "cut", "");
        assertThatThrownBy(() -> upload.compare(
                        range, stored, ScriptedBody.cutThrough(wrong).failingAt(1, cause)))
                .isSameAs(cause);
        upload.abort();
    }

    @Test
    void abortsAnUploadThatWasListed() throws Exception {
        ObjectKey key = key("abort-listed");
        long size = partBytes() + 5;
        Upload upload = store().begin(key, new ObjectSpec(SOURCE, size, false));
        Upload other = store().begin(key, new ObjectSpec(SOURCE, size, false));
        putAll(upload, ranges(size));
        UnfinishedUpload listed = unfinished(key).stream()
                .filter(one -> one.uploadId().equals(upload.uploadId()))
                .findFirst()
                .orElseThrow();
        store().abort(listed);
        assertThat(openUploads(key)).isEqualTo(1);
        store().abort(listed);
        other.abort();
        assertThat(openUploads(key)).isZero();
        assertThat(exists(key)).isFalse();
    }

    @Test
    void closingAShareEndsItsOwnRequestsAndNoOthers() throws Exception {
        int size = 64 << 20;
        ObjectKey ended = key("share-ended");
        ObjectKey goesOn = key("share-goes-on");
        ObjectKey begun = key("share-begun");
        ObjectSpec spec = new ObjectSpec(SOURCE, size, false);
        ScriptedBody endedBody = ScriptedBody.held(someBytes(0, size)).stoppingAt(size / 8);
        ScriptedBody otherBody = ScriptedBody.held(someBytes(0, size)).stoppingAt(size / 8);
        try (ObjectStore share = store().share();
                ObjectStore other = store().share();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Upload upload = share.begin(begun, new ObjectSpec(SOURCE, 3, false));
            List<PartReceipt> receipts = putAll(upload, ranges(3));
            Upload unwanted = share.begin(begun, new ObjectSpec(SOURCE, 3, false));
            Future<ObjectReceipt> mine = threads.submit(() -> share.put(ended, spec, endedBody));
            Future<ObjectReceipt> theirs = threads.submit(() -> other.put(goesOn, spec, otherBody));
            endedBody.awaitStop();
            otherBody.awaitStop();
            share.close();
            endedBody.goOn();
            otherBody.goOn();
            assertFails(Kind.UNREACHABLE, () -> {
                try {
                    mine.get(60, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    throw e.getCause() == null ? e : e.getCause();
                }
            });
            theirs.get(60, TimeUnit.SECONDS);
            upload.complete(receipts, wholeOf(3));
            unwanted.abort();
        }
        assertThat(exists(ended)).isFalse();
        assertThat(store().find(goesOn).orElseThrow().sizeBytes()).isEqualTo(size);
        assertThat(contentOf(begun)).isEqualTo(someBytes(0, 3));
        assertThat(openUploads(begun)).isZero();
    }

    private List<UnfinishedUpload> unfinished(ObjectKey key) throws Exception {
        return store().unfinished(key.bucket(), key.key()).stream()
                .filter(upload -> upload.key().equals(key))
                .toList();
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
