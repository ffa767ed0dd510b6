package dev.crossdock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

class RealServersTest {

    private static final String PROGRAM = "crossdock-test-program";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void findsWhatTheInstallScriptPutThere() throws IOException {
        Path program = program(folder.resolve("crossdock/servers/bin"));
        environment.put("XDG_CACHE_HOME", folder.toString());
        assertThat(new RealServers(environment).require(PROGRAM)).isEqualTo(program);
    }

    @Test
    void looksWhereItIsToldFirst() throws IOException {
        program(folder.resolve("crossdock/servers/bin"));
        Path program = program(folder.resolve("mine/bin"));
        environment.put("XDG_CACHE_HOME", folder.toString());
        environment.put("CROSSDOCK_SERVERS", folder.resolve("mine").toString());
        assertThat(new RealServers(environment).require(PROGRAM)).isEqualTo(program);
    }

    @Test
    void looksOnThePathThen() throws IOException {
        Path program = program(folder.resolve("bin"));
        environment.put("PATH", "/none:" + folder.resolve("bin"));
        assertThat(new RealServers(environment).require(PROGRAM)).isEqualTo(program);
    }

    @Test
    void skipsATestOnAPersonsMachine() {
        environment.put("CI", "false");
        assertThatThrownBy(() -> new RealServers(environment).require(PROGRAM))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("dev/install-servers");
    }

    @ParameterizedTest
    @CsvSource({"CI,true", "CI,1", "CROSSDOCK_REQUIRE_SERVERS,1"})
    void failsATestWhereServersAreRequired(String variable, String value) {
        environment.put(variable, value);
        assertThatThrownBy(() -> new RealServers(environment).require(PROGRAM))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(PROGRAM);
    }

    private static Path program(Path bin) throws IOException {
        Path file = Files.createDirectories(bin).resolve(PROGRAM);
        Files.writeString(file, "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
