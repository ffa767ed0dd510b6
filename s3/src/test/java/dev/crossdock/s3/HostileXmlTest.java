package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ObjectKey;
import dev.crossdock.StoreException;
import dev.crossdock.StoreException.Kind;
import dev.crossdock.UnfinishedUpload;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML that is made to hurt whoever reads it. The module's tests run without Java's limit on depth, as Java 21 has none. */
final class HostileXmlTest extends HostileStoreTestCase {

    private static final UnfinishedUpload UPLOAD = new UnfinishedUpload(KEY, "u", 0);
    private static final int LARGE_COUNT = 900_000;

    static String[] hostile() {
        return new String[] {
            "<a>".repeat(LARGE_COUNT),
            "<ListMultipartUploadsResult>" + "<a>".repeat(LARGE_COUNT / 3) + "</a>".repeat(LARGE_COUNT / 3),
            "<a>" + "<b/>".repeat(LARGE_COUNT) + "</a>",
            "<a>" + "x".repeat(4 << 20) + "</a>",
            "<a>" + "<![CDATA[x]]>".repeat(LARGE_COUNT / 4) + "</a>",
            "<a " + IntStream.range(0, 100_000).mapToObj(i -> "a" + i + "='' ").collect(Collectors.joining()) + "/>",
            manyLaughs(),
            "<!DOCTYPE a \u0001[]><a/>"
        };
    }

    /** Each entity is three of the one before. */
    private static String manyLaughs() {
        return "<!DOCTYPE a [<!ENTITY e0 \"ha\">"
                + IntStream.range(1, 30)
                        .mapToObj(i -> "<!ENTITY e" + i + " \"" + ("&e" + (i - 1) + ";").repeat(3) + "\">")
                        .collect(Collectors.joining())
                + "]><ListMultipartUploadsResult><Bucket>&e29;</Bucket></ListMultipartUploadsResult>";
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isNoAnswerToAnything(String xml) throws Exception {
        given((request, wire) -> wire.answer("200 OK", xml));
        failure(Kind.REJECTED, () -> store.unfinished(KEY.bucket(), "in/"));
        failure(Kind.REJECTED, () -> store.parts(UPLOAD));
        failure(Kind.NO_ANSWER, this::begin);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void saysNothingAboutARefusal(String xml) throws Exception {
        given((request, wire) -> wire.answer("403 Forbidden", xml));
        assertThatThrownBy(() -> store.unfinished(KEY.bucket(), "in/"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isIn(Kind.FORBIDDEN, Kind.REJECTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Access&#10;Denied", "Access&#x9B;31mDenied", "Access Denied"})
    void aCodeThatIsNoneIsNotRepeated(String code) throws Exception {
        given((request, wire) -> wire.error("403 Forbidden", code));
        StoreException failure = failure(Kind.FORBIDDEN, () -> store.unfinished(KEY.bucket(), "in/"));
        assertThat(failure.getMessage()).contains("answered 403").doesNotContain("Denied");
    }

    @Test
    void aLongCodeIsNotRepeated() throws Exception {
        given((request, wire) -> wire.error("403 Forbidden", "X".repeat(100_000)));
        StoreException failure = failure(Kind.FORBIDDEN, () -> store.unfinished(KEY.bucket(), "in/"));
        assertThat(failure.getMessage()).hasSizeLessThan(500);
    }

    @Test
    void deepNestingEndsNoVirtualThreadEither() throws Exception {
        given((request, wire) -> wire.answer("200 OK", "<a>".repeat(LARGE_COUNT)));
        Throwable[] escaped = new Throwable[1];
        Thread thread = Thread.ofVirtual()
                .uncaughtExceptionHandler((which, e) -> escaped[0] = e)
                .start(() -> failure(Kind.REJECTED, () -> store.unfinished(KEY.bucket(), "in/")));
        thread.join();
        assertThat(escaped[0]).isNull();
    }

    @Test
    void afterwardsTheStoreCanBeAsked() throws Exception {
        given((request, wire) -> {
            if (request.target().contains("prefix=deep")) {
                wire.answer("200 OK", "<a>".repeat(LARGE_COUNT));
            } else {
                Listings.uploads(wire, Listings.upload("in/a", "id1"));
            }
        });
        failure(Kind.REJECTED, () -> store.unfinished(KEY.bucket(), "deep"));
        assertThat(store.unfinished(KEY.bucket(), "in/")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!DOCTYPE a SYSTEM \"%s/asked\">", "<!DOCTYPE a [<!ENTITY %% e SYSTEM \"%s/asked\"> %%e;]>"})
    void makesNobodyAskElsewhere(String declaration) throws Exception {
        given((request, wire) -> {
            assertThat(request.target()).doesNotContain("asked");
            wire.answer(
                    "200 OK",
                    String.format(declaration, hostile.endpoint())
                            + "<ListMultipartUploadsResult><Bucket>bucket</Bucket>"
                            + "</ListMultipartUploadsResult>");
        });
        assertThat(store.unfinished(KEY.bucket(), "in/")).isEmpty();
        assertThat(hostile.requests()).hasSize(1);
    }

    @Test
    void aSizeBelowNothingDescribesNoObject() throws Exception {
        given((request, wire) -> wire.send("HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: -3\r\n\r\n"));
        failure(Kind.REJECTED, () -> store.find(new ObjectKey("bucket", "in/key")));
    }
}
