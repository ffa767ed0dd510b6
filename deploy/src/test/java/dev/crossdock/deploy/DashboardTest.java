package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard as the article's readers know it, and what is in it beside that. */
final class DashboardTest {

    @Test
    void isFoundByItsNameAndRefreshesByItself() throws IOException {
        JsonElement json = Dashboard.read().json();
        assertThat(Tree.word(json, "uid")).contains("sftp-s3-streaming");
        assertThat(Tree.word(json, "title").orElse("")).startsWith("SFTP to S3");
        assertThat(Tree.word(json, "refresh")).contains("5s");
        assertThat(Tree.word(json, "time", "from")).contains("now-1h");
        assertThat(Tree.word(json, "time", "to")).contains("now");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | stat | Memory Usage (MB) | sftp_s3_memory_usage_mb | |",
                "1 | stat | Disk Usage Increase (MB) | sftp_s3_process_write_bytes_mb | |",
                "2 | stat | Transfer Throughput (MB/s) | sftp_s3_throughput_mbps | |",
                "3 | stat | Chunks Processed | sftp_s3_chunks_processed_total | |",
                "4 | timeseries | Resource Usage Over Time | sftp_s3_memory_usage_mb "
                        + "| sftp_s3_process_write_bytes_mb |",
                "5 | timeseries | Transfer Throughput Analysis | sftp_s3_throughput_mbps "
                        + "| rate(sftp_s3_bytes_transferred_total[30s]) / 1024 / 1024 |",
                "6 | timeseries | Data Transfer Progress "
                        + "| sftp_s3_bytes_transferred_total / 1024 / 1024 / 1024 | sftp_s3_chunks_processed_total |",
                "7 | text | How to read this | | |",
            })
    void hasTheEightPanelsOfTheArticle(int index, String type, String title, String first, String second)
            throws IOException {
        JsonElement panel = Dashboard.read().panels().get(index);
        assertThat(Tree.word(panel, "type")).contains(type);
        assertThat(Tree.word(panel, "title")).contains(title);
        List<String> expressions = Tree.each(panel, "targets").stream()
                .map(target -> Tree.word(target, "expr").orElse(""))
                .toList();
        if (first == null) {
            assertThat(expressions).isEmpty();
            assertThat(Tree.word(panel, "options", "content").orElse("")).contains("Disk Usage Increase");
        } else if (second == null) {
            assertThat(expressions).containsExactly(first);
        } else {
            assertThat(expressions).containsExactly(first, second);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, green, yellow 500, red 1000", "1, green, yellow 10, red 50", "2, red, yellow 50, green 100"})
    void itsColoursAreThoseOfTheArticle(int index, String base, String second, String third) throws IOException {
        JsonElement panel = Dashboard.read().panels().get(index);
        List<String> steps = Tree.each(panel, "fieldConfig", "defaults", "thresholds", "steps").stream()
                .map(step -> (Tree.word(step, "color").orElse("") + " "
                                + Tree.word(step, "value").orElse(""))
                        .strip())
                .toList();
        assertThat(steps).containsExactly(base, second, third);
    }

    @ParameterizedTest
    @CsvSource({
        "Throughput, timeseries",
        "In flight, timeseries",
        "Latency of reads, heatmap",
        "Latency of uploads, heatmap",
        "Retries, timeseries",
        "What parts wait for, timeseries",
        "Memory against budget, timeseries",
        "Disk writes, timeseries",
        "Last transfers, table",
    })
    void hasOurs(String title, String type) throws IOException {
        assertThat(Dashboard.read().panels()).anySatisfy(panel -> {
            assertThat(Tree.word(panel, "title")).contains(title);
            assertThat(Tree.word(panel, "type")).contains(type);
        });
    }

    /** Two jobs on one host are two rows: what one query found is put beside what others found of the same job and instance. */
    @Test
    void theLastTransferOfEachJobAndInstanceIsARowOfItsOwn() throws IOException {
        JsonElement table = Dashboard.read().panels().stream()
                .filter(panel -> Tree.word(panel, "title").orElse("").equals("Last transfers"))
                .findFirst()
                .orElseThrow();
        assertThat(Tree.each(table, "targets"))
                .hasSize(4)
                .allSatisfy(target -> assertThat(Tree.word(target, "expr").orElse(""))
                        .startsWith("max by (job, instance) (crossdock_last_transfer_"));
        List<String> transformations = Tree.each(table, "transformations").stream()
                .map(one -> Tree.word(one, "id").orElse(""))
                .toList();
        assertThat(transformations).startsWith("merge").doesNotContain("joinByField");
        assertThat(Tree.words(Tree.each(table, "transformations").get(1), "options", "include", "names"))
                .contains("job", "instance");
    }

    @Test
    void noPanelLiesOnAnother() throws IOException {
        Set<String> cells = new HashSet<>();
        for (JsonElement panel : Tree.each(Dashboard.read().json(), "panels")) {
            JsonElement place = Tree.at(panel, "gridPos");
            int x = number(place, "x");
            int y = number(place, "y");
            assertThat(x + number(place, "w")).isLessThanOrEqualTo(24);
            for (int column = x; column < x + number(place, "w"); column++) {
                for (int line = y; line < y + number(place, "h"); line++) {
                    assertThat(cells.add(column + "," + line))
                            .as(Tree.word(panel, "title").orElse("") + " at " + column + "," + line)
                            .isTrue();
                }
            }
        }
    }

    private static int number(JsonElement place, String name) {
        return Integer.parseInt(Tree.word(place, name).orElseThrow());
    }

    @Test
    void isProvisionedByFileWithTheDataSourceItAsksFor() throws IOException {
        JsonElement source = Tree.each(
                        Tree.document(Folders.text("grafana", "provisioning", "datasources", "prometheus.yml")),
                        "datasources")
                .getFirst();
        JsonElement variable =
                Tree.each(Dashboard.read().json(), "templating", "list").getFirst();
        assertThat(Tree.word(variable, "current", "value")).isEqualTo(Tree.word(source, "uid"));
        assertThat(Tree.word(variable, "query")).isEqualTo(Tree.word(source, "type"));
        String provider = Folders.text("grafana", "provisioning", "dashboards", "crossdock.yml");
        assertThat(Tree.word(Tree.each(Tree.document(provider), "providers").getFirst(), "options", "path"))
                .contains("/var/lib/grafana/dashboards");
    }
}
