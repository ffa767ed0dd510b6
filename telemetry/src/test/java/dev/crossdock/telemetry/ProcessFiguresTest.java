package dev.crossdock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessFiguresTest {

    @Test
    void readsWhatLinuxSaysOfAProcess() {
        assertThat(ProcessFigures.number("Name:\tjava\nVmHWM:\t  134144 kB\nVmRSS:\t 1 kB\n", "VmHWM:"))
                .hasValue(134144);
        assertThat(ProcessFigures.number("cancelled_write_bytes: 7\nwrite_bytes: 4096\n", "write_bytes:"))
                .hasValue(4096);
        assertThat(ProcessFigures.number("", "VmHWM:")).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thePeakIsNoLessThanWhatIsResident() {
        ProcessFigures now = ProcessFigures.now();
        assertThat(now.peakMemoryBytes().orElseThrow())
                .isGreaterThanOrEqualTo(now.residentMemoryBytes().orElseThrow());
        assertThat(now.residentMemoryBytes().orElseThrow()).isGreaterThan(10 << 20);
        assertThat(now.diskBytesWritten()).isPresent();
        assertThat(now.cpu()).isPresent();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesOutWhatOthersWrote() {
        assertThat(ProcessFigures.now(Long.MAX_VALUE).diskBytesWritten()).hasValue(0);
    }
}
