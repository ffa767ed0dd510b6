package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import org.junit.jupiter.api.Test;

final class RefusalTest {

    private static final ObjectKey KEY = new ObjectKey("lake", "in/x");

    private final StoreErrors errors = new StoreErrors("http://store.example:9000");

    @Test
    void readsAnErrorWithoutAnXmlParser() {
        Refusal refusal = Refusal.of(
                403,
                "<?xml version=\"1.0\"?>\n<Error xmlns=\"x\"><Code>AccessDenied</Code>\n<Message>Not\n you.</Message></Error>",
                null);
        assertThat(refusal.code()).isEqualTo("AccessDenied");
        assertThat(refusal.message()).isEqualTo("Not you");
    }

    @Test
    void whatIsNoErrorHasNoCode() {
        assertThat(Refusal.of(200, "<html><Code>x</Code></html>", null).code()).isEmpty();
        assertThat(Refusal.of(200, "", null).code()).isEmpty();
    }

    @Test
    void saysWhatWhereAndWhatToTry() {
        StoreException e = errors.refused(
                "begin an upload of " + KEY, KEY.bucket(), new Refusal(404, "NoSuchBucket", "whatever", null));
        assertThat(e)
                .hasMessage(
                        "Could not begin an upload of s3://lake/in/x: http://store.example:9000 has no bucket 'lake'.");
        assertThat(e.hint()).contains("create the bucket");
    }

    @Test
    void quotesTheStoreButNotAtLength() {
        StoreException e = errors.refused(
                "store " + KEY,
                KEY.bucket(),
                new Refusal(400, "Odd", StoreErrors.oneLine("a\n\u0007b ".repeat(500)), null));
        assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n").contains("answered Odd (a b a b");
    }

    @Test
    void onlyARefusalOfWhatWasAskedIsWorthAskingForLess() {
        assertThat(new Refusal(400, "InvalidArgument", "", null).saysUnsupported())
                .isTrue();
        assertThat(new Refusal(501, "", "", null).saysUnsupported()).isTrue();
        assertThat(new Refusal(400, "EntityTooLarge", "", null).saysUnsupported())
                .isFalse();
        assertThat(new Refusal(403, "InvalidRequest", "", null).saysUnsupported())
                .isFalse();
    }
}
