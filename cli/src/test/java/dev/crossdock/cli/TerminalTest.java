package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TerminalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final AtomicInteger real = new AtomicInteger(80);
    private final TerminalWidth width = new TerminalWidth(80, real::get);
    private final Terminal terminal = new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8),
            width);

    @Test
    void drawsOneLineOverTheOther() {
        terminal.draw("first");
        terminal.draw("second");
        terminal.erase();
        terminal.erase();
        assertThat(error.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[Jfirst\r\u001B[Jsecond\r\u001B[J");
    }

    @Test
    void aMessageDoesNotStandBehindTheDrawnLine() {
        terminal.draw("bar");
        terminal.warning("look");
        terminal.result("done");
        assertThat(error.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[Jbar\r\u001B[Jlook\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
    }

    /** A narrower window breaks what was drawn into rows; the cursor stays at the end of the last. */
    @Test
    void erasesAllRowsThatALineHasBecome() {
        terminal.draw("x".repeat(79));
        real.set(30);
        width.resized();
        terminal.draw("narrow");
        assertThat(error.toString(StandardCharsets.UTF_8)).endsWith("x\r\u001B[2A\u001B[Jnarrow");
        assertThat(terminal.columns()).isEqualTo(30);
    }

    @Test
    void asksForTheWidthOnlyAfterItMayHaveChanged() {
        real.set(200);
        assertThat(terminal.columns()).isEqualTo(80);
        width.resized();
        assertThat(terminal.columns()).isEqualTo(200);
        real.set(0); // nobody knows
        width.resized();
        assertThat(terminal.columns()).isEqualTo(200);
    }
}
