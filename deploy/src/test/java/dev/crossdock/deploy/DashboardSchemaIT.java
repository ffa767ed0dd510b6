package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.testkit.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard by Grafana's own schema: {@code dev/dashboard-schema}. */
final class DashboardSchemaIT {

    @TempDir
    private Path folder = Path.of("");

    private ProgramRun check(Path file) throws IOException {
        String program = RealServers.ofThisMachine().require("dashboard-schema").toString();
        return ProgramRun.of(folder, List.of(program, file.toString()));
    }

    @Test
    void grafanaKnowsEveryField() throws IOException {
        ProgramRun run = check(Dashboard.FILE);
        assertThat(run.exitCode()).as(run.everything()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "gridPos, gridPoss, unexpected field 'gridPoss'",
        "colorMode, colourMode, unexpected field 'colourMode'",
        "schemaVersion, schemeVersion, unexpected field 'schemeVersion'",
        "legendFormat, legend, unexpected field 'legend'",
    })
    void grafanaRefusesWhatItDoesNotKnow(String right, String wrong, String said) throws IOException {
        String text = Files.readString(Dashboard.FILE).replace("\"" + right + "\"", "\"" + wrong + "\"");
        ProgramRun run = check(Files.writeString(folder.resolve("changed.json"), text));
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.error()).contains(said);
    }
}
