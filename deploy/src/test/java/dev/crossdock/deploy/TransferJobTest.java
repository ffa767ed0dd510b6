package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is promised of the Job and the CronJob, beside that Kubernetes takes them. */
final class TransferJobTest {

    private static final String BUDGET = "CROSSDOCK_MEMORY";

    private static List<Manifest> jobs() throws IOException {
        List<Manifest> jobs = new ArrayList<>();
        for (String file : List.of("job.yaml", "cronjob.yaml")) {
            jobs.addAll(Manifest.of(
                    Folders.DEPLOY.resolve("kubernetes").resolve("crossdock").resolve(file)));
        }
        return jobs;
    }

    @Test
    void bothMoveTheSameWay() throws IOException {
        assertThat(jobs()).hasSize(2);
        JsonElement nightly = Tree.at(jobs().get(1).json(), "spec", "jobTemplate", "spec");
        assertThat(nightly).isEqualTo(Tree.at(jobs().getFirst().json(), "spec"));
    }

    @Test
    void twoNightsNeverOverlap() throws IOException {
        assertThat(jobs().get(1).word("spec", "concurrencyPolicy")).isEqualTo("Forbid");
    }

    @Test
    void nobodyIsRootAndNothingCanBeWritten() throws IOException {
        for (Manifest job : jobs()) {
            JsonElement pods = Tree.at(job.pods().orElseThrow(), "spec");
            assertThat(Tree.word(pods, "securityContext", "runAsNonRoot")).contains("true");
            assertThat(Tree.word(pods, "automountServiceAccountToken")).contains("false");
            JsonElement container = job.containers().getFirst();
            assertThat(Tree.word(container, "securityContext", "readOnlyRootFilesystem"))
                    .contains("true");
            assertThat(Tree.word(container, "securityContext", "allowPrivilegeEscalation"))
                    .contains("false");
            assertThat(Tree.words(container, "securityContext", "capabilities", "drop"))
                    .containsExactly("ALL");
            assertThat(Tree.each(container, "volumeMounts"))
                    .allSatisfy(
                            mount -> assertThat(Tree.word(mount, "readOnly")).contains("true"));
        }
    }

    @Test
    void whatJavaMayTakeStaysBelowTheLimit() throws IOException {
        for (Manifest job : jobs()) {
            JsonElement container = job.containers().getFirst();
            MemoryFlags flags = MemoryFlags.of(container);
            assertThat(flags.budgetMebibytes()).isEqualTo(64);
            assertThat(flags.limitMebibytes()).isEqualTo(flags.budgetMebibytes() + 160);
            assertThat(flags.boundMebibytes()).isLessThanOrEqualTo(flags.limitMebibytes());
            // What is not asked for can be given to others, and then be missing.
            assertThat(Tree.word(container, "resources", "requests", "memory"))
                    .isEqualTo(Tree.word(container, "resources", "limits", "memory"));
        }
    }

    @Test
    void theHeapIsTheOneTheLauncherWouldGive() throws IOException {
        for (Manifest job : jobs()) {
            JsonElement container = job.containers().getFirst();
            String budget = Tree.each(container, "env").stream()
                    .filter(one -> Tree.word(one, "name").orElse("").equals(BUDGET))
                    .map(one -> Tree.word(one, "value").orElse(""))
                    .findFirst()
                    .orElseThrow();
            List<String> words = LauncherCommand.withMemory(budget);
            assertThat(Tree.words(container, "command"))
                    .contains(words.stream()
                            .filter(word -> word.startsWith("-Xmx"))
                            .findFirst()
                            .orElseThrow());
        }
    }
}
