package dev.crossdock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResultsTest {

    private final Results results = new Results();

    @Test
    void aMedianIsTheMiddleOneOfEachFigure() {
        add(100, "streaming", 9, 50, 0);
        add(100, "streaming", 1, 70, 4096);
        add(100, "streaming", 3, 60, 0);
        Results.Median median = results.median(100, "streaming").orElseThrow();
        assertThat(median.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(median.fastest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(median.slowest()).isEqualTo(Duration.ofSeconds(9));
        assertThat(median.peakMemoryBytes()).hasValue(60);
        assertThat(median.diskBytes()).hasValue(0);
        assertThat(median.bytesPerSecond()).isEqualTo(33);
        assertThat(median.runs()).isEqualTo(3);
    }

    @Test
    void whatIsUnknownOnceIsUnknown() {
        results.add(1, "x", 1, new Spent(Duration.ofSeconds(1), OptionalLong.empty(), OptionalLong.of(0)));
        results.add(1, "x", 1, new Spent(Duration.ofSeconds(1), OptionalLong.of(1), OptionalLong.of(0)));
        assertThat(results.median(1, "x").orElseThrow().peakMemoryBytes()).isEmpty();
        assertThat(results.median(1, "y")).isEmpty();
        assertThat(results.median(2, "x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // times of streaming and of the other way at sizes 1, 2 and 3; from which size it wins, where it lost
        "1 1 1, 2 2 2, 1, ''",
        "2 1 1, 1 2 2, 2, '1'",
        "2 2 1, 1 1 2, 3, '1 2'",
        "1 2 1, 2 1 2, 3, '2'",
        "1 1 2, 2 2 1, none, '3'",
        "1 1 1, 1 2 2, 2, '1'",
    })
    void streamingWinsFromWhereItIsFasterAndStaysSo(String streaming, String other, String from, String lost) {
        for (int size = 1; size <= 3; size++) {
            add(size, "streaming", Long.parseLong(streaming.split(" ", -1)[size - 1]), 0, 0);
            add(size, "other", Long.parseLong(other.split(" ", -1)[size - 1]), 0, 0);
        }
        Verdict verdict = Verdict.of(results, "streaming", "other");
        assertThat(verdict.winsFromBytes())
                .isEqualTo(from.equals("none") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(from)));
        assertThat(String.join(
                        " ", verdict.lostBytes().stream().map(String::valueOf).toList()))
                .isEqualTo(lost);
    }

    @Test
    void everybodyIsFirstInTurn() {
        List<String> all = List.of("a", "b", "c");
        assertThat(Schedule.order(all, 0)).containsExactly("a", "b", "c");
        assertThat(Schedule.order(all, 1)).containsExactly("b", "c", "a");
        assertThat(Schedule.order(all, 2)).containsExactly("c", "a", "b");
        assertThat(Schedule.order(all, 3)).containsExactly("a", "b", "c");
    }

    private void add(long size, String contender, long seconds, long memory, long disk) {
        results.add(
                size,
                contender,
                99,
                new Spent(Duration.ofSeconds(seconds), OptionalLong.of(memory), OptionalLong.of(disk)));
    }
}
