package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Integrity;
import dev.crossdock.IntegrityException;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectSpec;
import dev.crossdock.PartRange;
import dev.crossdock.Upload;
import dev.crossdock.testkit.Moto;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract on moto, which ignores checksums but says that it takes them, and mangles trailers.
 */
@ExtendWith(MotoIT.Defects.class)
final class MotoIT extends RealStoreContract {

    MotoIT() {
        super(Moto.server());
    }

    /** The contract's cut-through part makes one attempt; here the first one shows what moto is. */
    @BeforeAll
    void learnThatTrailersAreMangled() throws Exception {
        Upload upload = store().begin(new ObjectKey(BUCKET, "first"), SMALL);
        assertThatThrownBy(() -> upload.put(new PartRange(1, 0, 10), Bodies.cutThrough(10)))
                .isInstanceOf(IntegrityException.class);
        upload.abort();
    }

    /** What moto itself does wrong, so that nothing is learned about us. */
    static final class Defects implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getTestMethod().map(Method::getName).equals(Optional.of("saysThatAnUploadIsGone"))
                    ? ConditionEvaluationResult.disabled("moto answers 500 when an upload that is gone is completed")
                    : ConditionEvaluationResult.enabled("");
        }
    }

    @Override
    protected Integrity putIntegrity() {
        return Integrity.PART;
    }

    @Override
    protected Integrity completeIntegrity() {
        return Integrity.SIZE;
    }

    @Override
    boolean checksCredentials() {
        return false;
    }

    @Override
    boolean keepsObjects() {
        return false;
    }

    @Test
    void aTrailerThatIsNotUnderstoodIsNoSuccess() throws Exception {
        try (S3Store fresh = builder().credentials("any", "thing").build()) {
            ObjectKey key = new ObjectKey(BUCKET, "mangled");
            int length = 300_000;
            Upload upload = fresh.begin(key, new ObjectSpec(SMALL.source(), length, false));
            PartRange part = new PartRange(1, 0, length);
            assertThatThrownBy(() -> upload.put(part, Bodies.cutThrough(length)))
                    .isInstanceOfSatisfying(
                            IntegrityException.class,
                            e -> assertThat(e.retryable()).isTrue());
            var receipt = upload.put(part, Bodies.cutThrough(length));
            assertThat(receipt.integrity()).isEqualTo(Integrity.PART);
            assertThat(upload.complete(List.of(receipt), Bodies.crc32c(length)).integrity())
                    .isEqualTo(Integrity.SIZE);
            assertThat(read(key).readAllBytes()).isEqualTo(Bodies.bytes(length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "./dot", "a/./b", "a/../b", "/leading", "//two", "folder/", "a%2Fb", "+ +"})
    void keepsKeysThatStoresOverFoldersCannot(String name) throws Exception {
        ObjectKey single = new ObjectKey(BUCKET, name);
        store().put(single, SMALL, Bodies.held(10));
        assertThat(server().keys(BUCKET)).contains(name);
        assertThat(read(single).readAllBytes()).isEqualTo(Bodies.bytes(10));
        assertThat(store().find(single)).isPresent();
        ObjectKey multiple = new ObjectKey(BUCKET, name + "m");
        Upload upload = store().begin(multiple, SMALL);
        var receipt = upload.put(new PartRange(1, 0, 10), Bodies.held(10));
        upload.complete(List.of(receipt), Bodies.crc32c(10));
        assertThat(server().keys(BUCKET)).contains(name + "m");
    }
}
