package dev.crossdock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.bench.Contender.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRunTest {

    /** Beside the build, where there is a disk: a folder for temporary files may be memory. */
    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysHowItEndedAndWhatItSaidAtTheEnd() throws IOException {
        ProcessRun.Outcome outcome =
                new ProcessRun().run(shell("for i in $(seq 100); do echo line $i; done; echo $NAME >&2; exit 3"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.lastLines()).hasSize(20).endsWith("line 100", "value");
        assertThat(outcome.spent().elapsed()).isPositive();
    }

    /** Only a variable that is set hides the one of a {@code .env} file. */
    @Test
    void whatWouldMakeARunUnequalIsSetToNothing() throws IOException {
        String say = "echo \"gateway=${PUSH_GATEWAY-not set} memory=${CROSSDOCK_MEMORY-not set}\"";
        assertThat(new ProcessRun().run(shell(say)).lastLines()).containsExactly("gateway= memory=");
    }

    /** The books of a child's child are in them, and no other's. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void countsWhatTheProgramAndItsOwnWroteToADisk() throws IOException {
        Path file = Path.of("target").toAbsolutePath().resolve("written-by-a-test");
        String write = "sh -c 'head -c 20000000 /dev/zero >\"" + file + "\"' && rm \"" + file + "\"";
        long first = new ProcessRun().run(shell(write)).spent().diskBytes().orElseThrow();
        assertThat(first).isBetween(20_000_000L, 25_000_000L);
        long nothing = new ProcessRun().run(shell("true")).spent().diskBytes().orElseThrow();
        assertThat(nothing).isLessThan(1_000_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesTheMemoryOfWhatTheProgramStarts() throws IOException {
        String command = "head -c 40000000 /dev/zero | tail -c 40000000 | wc -c; sleep 0.1";
        ProcessRun.Outcome outcome = new ProcessRun().run(shell(command));
        assertThat(outcome.spent().peakMemoryBytes().orElseThrow()).isBetween(40_000_000L, 200_000_000L);
    }

    @Test
    void endsWhatIsRunning() throws Exception {
        ProcessRun run = new ProcessRun();
        Thread ender = Thread.ofVirtual().start(run::end);
        assertThat(run.run(shell("exec sleep 600")).exitCode()).isNotZero();
        ender.join();
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        Command missing = new Command(List.of(folder.resolve("nothing").toString()), Map.of(), Optional.empty());
        assertThatThrownBy(() -> new ProcessRun().run(missing)).isInstanceOf(IOException.class);
    }

    private static Command shell(String script) {
        return new Command(List.of("/bin/sh", "-c", script), Map.of("NAME", "value"), Optional.empty());
    }
}
