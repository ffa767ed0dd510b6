package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.crossdock.bench.Verdict;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchPlanTest {

    private static final OptionalInt ONCE = OptionalInt.of(1);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void sizesAreMeasuredFromTheSmallestToTheLargest() {
        assertThat(BenchPlan.of(List.of(3000L, 1000L, 3000L), ONCE, 1, folder, null)
                        .sizesBytes())
                .containsExactly(1000L, 3000L);
    }

    @Test
    void whatCanNotBeDoneHereIsWrongUsage() throws IOException {
        List<Long> sizes = List.of(1000L);
        Path missing = folder.resolve("missing");
        refuses("at least", () -> BenchPlan.of(List.of(100L), ONCE, 1, folder, null));
        refuses("--rounds", () -> BenchPlan.of(sizes, OptionalInt.of(0), 1, folder, null));
        refuses("missing", () -> BenchPlan.of(sizes, ONCE, 1, missing, null));
        refuses("has room for", () -> BenchPlan.of(List.of(1L << 60), ONCE, 1, folder, null));
        refuses("--plot", () -> BenchPlan.of(sizes, ONCE, 1, folder, missing.resolve("plot.svg")));
        refuses("--plot", () -> BenchPlan.of(sizes, ONCE, 1, folder, folder));
    }

    @Test
    void aDiskThatIsAlmostFullIsNoPlaceForADownload() throws IOException {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(64 << 10).build())) {
            Path place = Files.createDirectory(small.getPath("/downloads"));
            refuses("has room for 64.0 KiB", () -> BenchPlan.of(List.of(1L << 20), ONCE, 1, place, null));
        }
    }

    @Test
    void serversThatKeepEverythingInMemoryNeedRoomForItThreeTimes() {
        BenchPlan plan = BenchPlan.of(List.of(1000L, 2000L), ONCE, 1, folder, null);
        assertThatCode(() -> plan.requireThatServersCanKeepIt(6000)).doesNotThrowAnyException();
        refuses("keep everything in memory", () -> plan.requireThatServersCanKeepIt(5999));
    }

    @Test
    void theVerdictIsASentence() {
        assertThat(BenchText.sentence(new Verdict(OptionalLong.of(1 << 20), List.of())))
                .isEqualTo("Streaming wins from 1 MiB on.");
        assertThat(BenchText.sentence(new Verdict(OptionalLong.of(32 << 20), List.of(1L << 20))))
                .isEqualTo("Streaming wins from 32 MiB on; downloading first was as fast or faster at 1 MiB.");
        assertThat(BenchText.sentence(new Verdict(OptionalLong.empty(), List.of(1L << 20, 1L << 30))))
                .isEqualTo("Streaming does not win at the largest size; downloading first was as fast or faster at"
                        + " 1 MiB, 1 GiB.");
    }

    private static void refuses(String words, ThrowingCallable plan) {
        assertThatThrownBy(plan).isInstanceOf(UsageException.class).hasMessageContaining(words);
    }

    @Test
    void largeFilesAreRunOnceUnlessAskedForMore() {
        List<Long> sizes = List.of(1L << 20, 5L << 30);
        BenchPlan usual = new BenchPlan(sizes, OptionalInt.empty(), 1, folder, Optional.empty());
        assertThat(sizes).extracting(usual::roundsAt).containsExactly(3, 1);
        assertThat(usual.roundsInWords()).isEqualTo("3 rounds, one round above 4 GiB");
        BenchPlan asked = new BenchPlan(sizes, OptionalInt.of(2), 1, folder, Optional.empty());
        assertThat(sizes).extracting(asked::roundsAt).containsExactly(2, 2);
        assertThat(asked.roundsInWords()).isEqualTo("2 rounds");
    }
}
