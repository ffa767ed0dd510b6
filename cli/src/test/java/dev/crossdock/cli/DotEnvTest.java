package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DotEnvTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "NAME=value|value",
                "export NAME=value|value",
                "  NAME = value  |value",
                "NAME=a b c|a b c",
                "NAME=value # comment|value",
                "NAME=pass#word|pass#word",
                "NAME='single # $HOME \\n'|single # $HOME \\n",
                "NAME=\"double # \\\"quoted\\\"\" # comment|double # \"quoted\"",
                "NAME=a$b|a$b",
                "NAME=a=b|a=b",
                "NAME=\"unclosed|\"unclosed",
            })
    void readsTheUsualFormsOfALine(String line, String value) {
        assertThat(DotEnv.parse(line)).containsExactly(java.util.Map.entry("NAME", value));
    }

    @Test
    void resolvesEscapesInDoubleQuotesOnly() {
        assertThat(DotEnv.parse("A=\"one\\ntwo\"\nB=one\\ntwo"))
                .containsEntry("A", "one\ntwo")
                .containsEntry("B", "one\\ntwo");
    }

    @Test
    void takesNothingFromCommentsBlankLinesAndOtherForms() {
        assertThat(DotEnv.parse("# A=1\n\nnonsense\n2B=3\nC-D=4\n=5\n")).isEmpty();
    }

    @Test
    void readsWindowsLineEndsAndAByteOrderMark() {
        assertThat(DotEnv.parse("\uFEFFA=1\r\nB=2\r\n")).containsEntry("A", "1").containsEntry("B", "2");
    }

    @Test
    void keepsAnEmptyValueAsEmpty() {
        assertThat(DotEnv.parse("A=\nB=  # nothing")).containsEntry("A", "").containsEntry("B", "");
    }
}
