package dev.crossdock.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyEncodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain/key-1_2.~x|plain/key-1_2.~x",
                "a b|a%20b",
                "a+b|a%2Bb",
                "100%|100%25",
                "a%2Fb|a%252Fb",
                "#1?x=y&z|%231%3Fx%3Dy%26z",
                "😀|%F0%9F%98%80",
                "ü|%C3%BC",
                ".hidden|.hidden",
                "a//b|a//b",
                "./a/../b|./a/../b",
                "/leading|/leading",
                "folder/|folder/",
                "*'()!|%2A%27%28%29%21"
            })
    void everyByteButTheUnreservedIsEscaped(String key, String encoded) {
        assertThat(KeyEncoding.path(key)).isEqualTo(encoded);
    }

    @Test
    void whatIsDecodedIsTheKey() {
        StringBuilder all = new StringBuilder();
        for (char c = 1; c < 0x2100; c++) {
            all.append(c);
        }
        String key = all.append("😀").toString();
        assertThat(URLDecoder.decode(KeyEncoding.path(key), StandardCharsets.UTF_8))
                .isEqualTo(key);
    }

    @Test
    void inAQueryTheSlashIsEscapedToo() {
        assertThat(KeyEncoding.query("a/b+c=")).isEqualTo("a%2Fb%2Bc%3D");
    }
}
