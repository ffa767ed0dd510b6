package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.ObjectKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetAddressTest {

    private static final SourceAddress SOURCE = new SourceAddress("u", "h", 22, "/upload/customers 10%.csv");

    @ParameterizedTest
    @CsvSource({
        "s3://lake/in/a.csv, in/a.csv",
        "S3://lake/in/a.csv, in/a.csv",
        "s3://lake/in/, in/customers 10%.csv",
        "s3://lake/, customers 10%.csv",
        "s3://lake, customers 10%.csv",
        "s3://lake//a//b, /a//b",
        "s3://lake/a%20b+c #?😀, a%20b+c #?😀",
        "s3://lake/.a/..b/c.., .a/..b/c..",
    })
    void takesEveryCharacterOfAKeyAsItIs(String written, String key) {
        assertThat(TargetAddress.parse(written, SOURCE, environment(Map.of()))).isEqualTo(new ObjectKey("lake", key));
    }

    @Test
    void withoutATargetTheKeyIsThePathInTheBucketOfTheEnvironment() {
        assertThat(TargetAddress.parse(null, SOURCE, environment(Map.of("S3_BUCKET", "data"))))
                .isEqualTo(new ObjectKey("data", "upload/customers 10%.csv"));
    }

    @Test
    void theHomeFolderIsNotPartOfAKey() {
        SourceAddress below = new SourceAddress("u", "h", 22, "~/out/a.csv");
        assertThat(TargetAddress.parse(null, below, environment(Map.of("S3_BUCKET", "data"))))
                .isEqualTo(new ObjectKey("data", "out/a.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lake/a", "s3:/lake/a", "s3://", "s3:///a", "sftp://h/a", "s3://a:b/c"})
    void refusesWhatIsNoObject(String written) {
        assertThatThrownBy(() -> TargetAddress.parse(written, SOURCE, environment(Map.of("S3_BUCKET", "data"))))
                .isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://lake/./a",
                "s3://lake/../a",
                "s3://lake/a/../b",
                "s3://lake/a/.",
                "s3://lake/..",
                "s3://lake/a/./"
            })
    void refusesWhatSomeStoresWouldStoreUnderAnotherKey(String written) {
        assertThatThrownBy(() -> TargetAddress.parse(written, SOURCE, environment(Map.of())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'..'");
    }

    @Test
    void aPathWithDotsIsNoKeyEither() {
        SourceAddress dotted = new SourceAddress("u", "h", 22, "/out/../a.csv");
        assertThatThrownBy(() -> TargetAddress.parse(null, dotted, environment(Map.of("S3_BUCKET", "data"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'..'");
        assertThat(TargetAddress.parse("s3://lake/in/", dotted, environment(Map.of()))
                        .key())
                .isEqualTo("in/a.csv");
    }

    @Test
    void refusesCredentialsAndDoesNotRepeatThem() {
        assertThatThrownBy(() -> TargetAddress.parse("s3://id:geheim@lake/a", SOURCE, environment(Map.of())))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void refusesAKeyOfMoreThan1024Bytes() {
        String longest = "é".repeat(512);
        assertThat(TargetAddress.parse("s3://lake/" + longest, SOURCE, environment(Map.of()))
                        .key())
                .isEqualTo(longest);
        assertThatThrownBy(() -> TargetAddress.parse("s3://lake/" + longest + "a", SOURCE, environment(Map.of())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1025");
    }

    @Test
    void withoutATargetAndABucketThereIsNoWhere() {
        assertThatThrownBy(() -> TargetAddress.parse(null, SOURCE, environment(Map.of())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("S3_BUCKET");
    }

    private static Environment environment(Map<String, String> process) {
        return Environment.of(process, Path.of("no-such-folder"));
    }
}
