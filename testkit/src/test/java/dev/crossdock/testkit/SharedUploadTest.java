package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceIdentity;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.UnfinishedUpload;
import dev.crossdock.Upload;
import dev.crossdock.testkit.FakeStore.Confirms;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two transfers of one version use one upload, at a store whose names of parts say nothing of their bytes. */
@Timeout(60)
class SharedUploadTest extends EngineTestCase {

    private static final long SIZE = 30 * MIB;

    private final FakeFile file = fileOf(SIZE);
    private final long partBytes =
            8 * MIB + SourceIdentity.of(file.location(), file.stat()).residueBytes();

    @BeforeEach
    void encrypts() {
        store.opaqueETags();
    }

    /** Moves the file; right before it is published, somebody else puts part 2 to the same upload, with these bytes. */
    private TransferOutcome copyWhileOthersPut(FakeFile theirs) {
        AtomicBoolean once = new AtomicBoolean();
        return ended(crossdock.start(file.open(), store, KEY, TransferOptions.defaults(), event -> {
            events.add(event);
            if (event instanceof TransferEvent.Publishing && once.compareAndSet(false, true)) {
                put(theirs);
            }
        }));
    }

    private void put(FakeFile theirs) {
        PartRange second = new PartRange(2, partBytes, partBytes);
        try {
            UnfinishedUpload begun = store.unfinished(KEY.bucket(), KEY.key()).getFirst();
            Upload upload =
                    store.resume(begun, new ObjectSpec(SourceIdentity.of(file.location(), file.stat()), SIZE, false));
            upload.put(second, new HeldBody(theirs.bytes(second.bytes())));
        } catch (TransferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPartThatOthersPutAgainIsTheSameUnderAnotherName() {
        TransferOutcome outcome = copyWhileOthersPut(file);
        assertThat(outcome).isInstanceOf(Completed.class);
        assertThat(((Completed) outcome).receipt().integrity()).isEqualTo(Integrity.FULL_OBJECT);
        assertThat(store.begun()).isEqualTo(1);
        assertArrived(file);
    }

    @Test
    void anUploadWhosePartsCanNotBeToldFromOthersIsLeftToThem() throws StoreException {
        store.confirms(Confirms.PART_MD5);
        assertThat(copyWhileOthersPut(file)).isInstanceOf(Completed.class);
        assertThat(store.begun()).isEqualTo(2);
        assertArrived(file);
        List<UnfinishedUpload> left = store.unfinished(KEY.bucket(), KEY.key());
        assertThat(left).extracting(UnfinishedUpload::uploadId).containsExactly("upload-1");
        assertThat(events)
                .filteredOn(TransferEvent.LeftBehind.class::isInstance)
                .hasSize(1);
        store.abort(left.getFirst());
    }

    @Test
    void aFileThatCanNotBeReadAgainLeavesTheUploadToWhoeverGoesOn() {
        store.confirms(Confirms.PART_MD5);
        file.readOnce();
        assertThat(file.open().access()).isEqualTo(SourceFile.Access.ASCENDING);
        TransferOutcome outcome = copyWhileOthersPut(file);
        assertThat(((Failed) outcome).cause())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.PARTS_REPLACED));
        assertThat(((Failed) outcome).kept()).isPresent();
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void anUploadWithOtherBytesInItIsOfNoUseToAnybody() {
        TransferOutcome outcome = copyWhileOthersPut(FakeFile.generated(SIZE, 99));
        assertThat(assertFailed(outcome, IntegrityException.class)).hasMessageContaining("Part 2");
        assertThat(store.openUploads()).isZero();
    }
}
