package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "64MiB,67108864",
        "64M,67108864",
        "8k,8192",
        "1.5G,1610612736",
        "1 GiB,1073741824",
        "2t,2199023255552"
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MiB",
                "-1",
                "1e9",
                "5 apples",
                "99999999999999G",
                "99999999999999999999",
                "99999999999999.5G",
                "1..5M"
            })
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "8703000,8.3 MiB", "10737418240,10.0 GiB", "1048575,1.0 MiB"})
    void writesOneDecimal(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }

    @Test
    void writesTheLargestNumber() {
        assertThat(ByteSize.format(Long.MAX_VALUE)).endsWith("PiB");
    }
}
