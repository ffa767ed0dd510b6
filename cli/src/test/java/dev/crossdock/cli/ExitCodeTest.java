package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.CancelledException;
import dev.crossdock.IntegrityException;
import dev.crossdock.PlanException;
import dev.crossdock.SourceException;
import dev.crossdock.StoreException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATION, 3",
        "HOST_KEY, 3",
        "NOT_FOUND, 4",
        "UNREADABLE, 4",
        "CHANGED, 5",
        "PROTOCOL, 7",
        "NETWORK, 7"
    })
    void saysWhatBecameOfTheSource(SourceException.Kind kind, int number) {
        assertThat(ExitCode.of(new SourceException(kind, "message", "hint")).number())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATION, 3",
        "FORBIDDEN, 3",
        "NO_SUCH_BUCKET, 7",
        "NO_SUCH_UPLOAD, 7",
        "TARGET_EXISTS, 9",
        "REJECTED, 7",
        "THROTTLED, 7",
        "UNAVAILABLE, 7",
        "UNREACHABLE, 7",
        "NO_ANSWER, 7"
    })
    void saysWhatBecameOfTheStore(StoreException.Kind kind, int number) {
        assertThat(ExitCode.of(new StoreException(kind, "message", "hint")).number())
                .isEqualTo(number);
    }

    @Test
    void saysTheRest() {
        assertThat(ExitCode.of(IntegrityException.damagedPart("message", null)).number())
                .isEqualTo(6);
        assertThat(ExitCode.of(new PlanException("message", "hint")).number()).isEqualTo(2);
        assertThat(ExitCode.of(new CancelledException()).number()).isEqualTo(130);
    }

    @Test
    void noNumberHasTwoMeanings() {
        assertThat(Arrays.stream(ExitCode.values()).mapToInt(ExitCode::number)).doesNotHaveDuplicates();
    }
}
