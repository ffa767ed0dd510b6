package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManualTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void describesEachVerbAndItsOptions() throws IOException {
        Manual.write(folder);
        assertThat(Files.readString(folder.resolve("crossdock.adoc")))
                .contains("doctype: manpage", "crossdock-cp", "crossdock-cleanup", "crossdock-demo");
        assertThat(Files.readString(folder.resolve("crossdock-cp.adoc")))
                .contains("*--in-flight*", "130 SIGINT")
                .doesNotContain(System.getProperty("java.home"));
    }

    @Test
    void completesVerbsAndOptions() throws IOException {
        Manual.write(folder);
        assertThat(Files.readString(folder.resolve("crossdock.bash")))
                .contains("complete -F _complete_crossdock", "cleanup", "'--in-flight'");
    }
}
