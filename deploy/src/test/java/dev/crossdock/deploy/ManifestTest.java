package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest, read by Kubernetes's own types; and that those really refuse what they do not know. */
final class ManifestTest {

    static List<Path> files() throws IOException {
        return Folders.below(Folders.DEPLOY.resolve("kubernetes"), ".yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void kubernetesKnowsEveryField(Path file) throws IOException {
        List<Manifest> manifests = Manifest.of(file);
        assertThat(manifests).isNotEmpty();
        for (Manifest manifest : manifests) {
            manifest.mustBeKnown();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  concurrencyPolicy: Forbid | concurencyPolicy: Forbid | concurencyPolicy",
                "readOnlyRootFilesystem: true | readonlyRootFilesystem: true | readonlyRootFilesystem",
                "secretName: crossdock-sftp | secret: crossdock-sftp | secret",
                "apiVersion: batch/v1 | apiVersion: batch/v2 | batch/v2 CronJob",
                "image: crossdock | imagee: crossdock | imagee",
                "backoffLimit: 3 | backoffLimit: three | three",
            })
    void refusesWhatKubernetesDoesNotKnow(String right, String wrong, String named) throws IOException {
        String text = Folders.text("kubernetes", "crossdock", "cronjob.yaml");
        assertThat(text).contains(right);
        Manifest changed =
                Manifest.of(text.replaceFirst(right, wrong), "changed").getFirst();
        assertThatThrownBy(changed::mustBeKnown).hasMessageContaining(named);
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> Manifest.of("kind: Job\nkind: Job\n", "twice")).hasMessageContaining("kind");
    }
}
