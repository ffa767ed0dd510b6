package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.crossdock.testkit.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus's own tool reads what is meant for Prometheus, and runs the tests of the rules. */
final class AlertsIT {

    private static final Path FILES = Folders.DEPLOY.resolve("prometheus");

    @TempDir
    private Path folder = Path.of("");

    private static ProgramRun promtool(Path where, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(RealServers.ofThisMachine().require("promtool").toString());
        command.addAll(List.of(words));
        return ProgramRun.of(where, command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.yml", "playground.yml"})
    void theConfigurationIsOne(String file) throws IOException {
        ProgramRun run = promtool(FILES, "check", "config", file);
        assertThat(run.exitCode()).as(run.everything()).isZero();
    }

    @Test
    void aKeyThatPrometheusDoesNotKnowIsRefused() throws IOException {
        Files.copy(FILES.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        String text = Files.readString(FILES.resolve("prometheus.yml")).replace("honor_labels", "honour_labels");
        Files.writeString(folder.resolve("changed.yml"), text);
        ProgramRun run = promtool(folder, "check", "config", "changed.yml");
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.everything()).contains("honour_labels");
    }

    @Test
    void eachRuleFiresWhenItShouldAndOnlyThen() throws IOException {
        ProgramRun run = promtool(FILES, "test", "rules", "alerts.test.yml");
        assertThat(run.exitCode()).as(run.everything()).isZero();
    }

    @Test
    void eachRuleIsTestedFiringAndStill() throws IOException {
        Set<String> rules = new TreeSet<>();
        for (JsonElement group : Tree.each(Tree.document(Files.readString(FILES.resolve("alerts.yml"))), "groups")) {
            Tree.each(group, "rules")
                    .forEach(rule -> rules.add(Tree.word(rule, "alert").orElse("")));
        }
        Set<String> firing = new TreeSet<>();
        Set<String> still = new TreeSet<>();
        JsonElement tests = Tree.document(Files.readString(FILES.resolve("alerts.test.yml")));
        for (JsonElement test : Tree.each(tests, "tests")) {
            for (JsonElement one : Tree.each(test, "alert_rule_test")) {
                boolean fires = !Tree.each(one, "exp_alerts").isEmpty();
                (fires ? firing : still).add(Tree.word(one, "alertname").orElse(""));
            }
        }
        assertThat(rules).isNotEmpty().isEqualTo(firing).isEqualTo(still);
    }

    /** In the playground the gateway has another address, and nothing is scraped directly; all else is the same. */
    @Test
    void thePlaygroundIsWatchedAsThisMachineIs() throws IOException {
        JsonObject desk = gateway("prometheus.yml");
        JsonObject playground = gateway("playground.yml");
        assertThat(Tree.word(desk, "scrape_interval")).contains("2s");
        assertThat(Tree.word(desk, "honor_labels")).contains("true");
        assertThat(desk.remove("static_configs").toString()).contains("127.0.0.1:9091");
        assertThat(playground.remove("static_configs").toString()).contains("pushgateway:9091");
        assertThat(playground).isEqualTo(desk);
    }

    private static JsonObject gateway(String file) throws IOException {
        return Tree.each(Tree.document(Files.readString(FILES.resolve(file))), "scrape_configs")
                .getFirst()
                .getAsJsonObject();
    }
}
