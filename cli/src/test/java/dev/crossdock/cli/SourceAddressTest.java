package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceAddressTest {

    private static final Path NO_FOLDER = Path.of("no-such-folder");

    @ParameterizedTest
    @CsvSource({
        "sftp://etl@files.example.com/out/a.csv, etl, files.example.com, 22, /out/a.csv",
        "SFTP://etl@host:2222/a, etl, host, 2222, /a",
        "sftp://etl@[::1]:2222/a, etl, ::1, 2222, /a",
        "sftp://etl@[fe80::1%eth0]/a, etl, fe80::1%eth0, 22, /a",
        "sftp://etl@10.0.0.1/a, etl, 10.0.0.1, 22, /a",
        "sftp://e%40l@host/a, e@l, host, 22, /a",
        "sftp://etl@host/~/a/b, etl, host, 22, ~/a/b",
        "sftp://etl@host//a, etl, host, 22, //a",
        "sftp://etl@host/a@b:c, etl, host, 22, /a@b:c",
    })
    void readsUrls(String written, String user, String host, int port, String path) {
        assertThat(parse(written, Map.of())).isEqualTo(new SourceAddress(user, host, port, path));
    }

    @ParameterizedTest
    @CsvSource({
        "/a b, /a b",
        "/a+b, /a+b",
        "/a#b?c, /a#b?c",
        "/100%25.csv, /100%.csv",
        "/a%20b, /a b",
        "/.hidden, /.hidden",
        "/Zahlen 😀.csv, /Zahlen 😀.csv",
        "/%F0%9F%98%80, /😀",
        "/a%2Fb, /a/b",
    })
    void inAUrlOnlyPercentIsSpecial(String written, String path) {
        assertThat(parse("sftp://u@host" + written, Map.of()).path()).isEqualTo(path);
    }

    @Test
    void inABarePathNothingIsSpecial() {
        assertThat(parse("/100% #1?.csv", Map.of("SFTP_HOST", "host")).path()).isEqualTo("/100% #1?.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/100%.csv", "/a%zz", "/a%2", "/a%", "/%FF"})
    void refusesAPercentSignThatIsNoEscape(String path) {
        assertThatThrownBy(() -> parse("sftp://u@host" + path, Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ercent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sftp://etl:geheim@host/a",
                "sftp://etl:geheim@host",
                "sftp://:geheim@host/a",
                "sftp://etl:ge@heim@host/a",
                "sftp://etl:geheim/word@host/a",
                "sftp://etl:@host/a",
            })
    void refusesAPasswordAndDoesNotRepeatIt(String written) {
        assertThatThrownBy(() -> parse(written, Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("geheim")
                .hasMessageNotContaining("heim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a/b",
                "~/a",
                "s3://bucket/key",
                "http://host/a",
                "sftp:/host/a",
                "sftp://",
                "sftp:///a",
                "sftp://host",
                "sftp://u@/a",
                "sftp://host:0/a",
                "sftp://host:65536/a",
                "sftp://host:22x/a",
                "sftp://host:/a",
                "sftp://::1/a",
                "sftp://ho st/a",
                "sftp://host?x/a",
                "sftp://host/",
                "sftp://host/folder/",
                "sftp://host/a%00b",
            })
    void refusesWhatIsNoFile(String written) {
        assertThatThrownBy(() -> parse(written, Map.of())).isInstanceOf(UsageException.class);
    }

    @Test
    void aBarePathNeedsAServer() {
        assertThatThrownBy(() -> parse("/a", Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("SFTP_HOST");
    }

    @Test
    void aBarePathIsOnTheServerOfTheEnvironment() {
        assertThat(parse("/a", Map.of("SFTP_HOST", "h", "SFTP_PORT", "30022", "SFTP_USER", "airflow")))
                .isEqualTo(new SourceAddress("airflow", "h", 30022, "/a"));
    }

    @Test
    void portAndUserOfTheEnvironmentAreThoseOfItsServer() {
        Map<String, String> environment = Map.of("SFTP_HOST", "h", "SFTP_PORT", "30022", "SFTP_USER", "airflow");
        assertThat(parse("sftp://h/a", environment)).isEqualTo(new SourceAddress("airflow", "h", 30022, "/a"));
        assertThat(parse("sftp://other/a", environment))
                .isEqualTo(new SourceAddress(System.getProperty("user.name"), "other", 22, "/a"));
    }

    @Test
    void theUrlBeatsTheEnvironment() {
        Map<String, String> environment = Map.of("SFTP_PORT", "30022", "SFTP_USER", "airflow");
        assertThat(parse("sftp://etl@h:2222/a", environment)).isEqualTo(new SourceAddress("etl", "h", 2222, "/a"));
    }

    private static SourceAddress parse(String written, Map<String, String> environment) {
        return SourceAddress.parse(written, "source", Environment.of(environment, NO_FOLDER));
    }
}
