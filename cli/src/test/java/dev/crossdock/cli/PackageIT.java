package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is packaged, and what needs no server. */
final class PackageIT {

    private static final Path DISTRIBUTION = Path.of("target", "crossdock");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDemoMovesAFileAndComparesBothEnds() throws IOException {
        CommandRun.Result result = CommandRun.run(folder, Map.of(), List.of("demo", "--size", "30MiB"));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.error()).isEmpty();
        assertThat(result.output())
                .contains(" → s3://demo/", "✓ 30.0 MiB in ", "integrity full-object", "31,457,280 bytes are identical")
                .contains("crossdock cp sftp://");
    }

    @Test
    void theDemoCanBeRunByAProgram() throws IOException {
        CommandRun.Result result = CommandRun.run(folder, Map.of(), List.of("demo", "--size", "0.5MiB", "--json"));
        assertThat(result.exitCode()).as(result.everything()).isZero();
        assertThat(result.output().lines()).allSatisfy(line -> assertThat(line).startsWith("{"));
        assertThat(result.lastLine()).contains("\"event\":\"finished\"", "\"bytes\":524288");
    }

    @Test
    void copyNeverSeesThePlayground() throws IOException {
        assertThat(names("lib")).noneMatch(name -> name.matches("(crossdock-playground|s3proxy|sshd|guava|jimfs).*"));
        assertThat(names("playground"))
                .anyMatch(name -> name.startsWith("crossdock-playground"))
                .noneMatch(name -> names("lib").contains(name));
    }

    @Test
    void theNativeLibraryLiesBesideTheJarsAndNotInThem() throws IOException {
        assertThat(names("native")).anyMatch(name -> name.contains("linux-x86_64"));
        assertThat(names("lib"))
                .anyMatch(name -> name.startsWith("conscrypt-"))
                .noneMatch(name -> name.contains("uber"));
        Path jar;
        try (Stream<Path> all = Files.list(DISTRIBUTION.resolve("lib"))) {
            jar = all.filter(path -> path.getFileName().toString().startsWith("conscrypt-"))
                    .findFirst()
                    .orElseThrow();
        }
        try (java.util.jar.JarFile open = new java.util.jar.JarFile(jar.toFile())) {
            assertThat(open.stream().map(java.util.zip.ZipEntry::getName))
                    .contains("org/conscrypt/Conscrypt.class")
                    .noneMatch(name -> name.startsWith("META-INF/native/lib"));
        }
    }

    @Test
    void saysWhatItIs() throws IOException {
        CommandRun.Result result = CommandRun.run(folder, Map.of(), List.of("--version"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).startsWith("crossdock ").contains("\nJava ", "\ncryptography by ");
        assertThat(CommandRun.run(folder, Map.of(), List.of("--help")).output()).contains("cp", "demo");
    }

    @Test
    void aJavaThatIsNoneIsSaid() throws IOException {
        CommandRun.Result result =
                CommandRun.run(folder, Map.of("CROSSDOCK_JAVA_HOME", folder.toString()), List.of("--version"));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error()).contains("CROSSDOCK_JAVA_HOME").hasLineCount(1);
    }

    private static List<String> names(String folder) {
        try (Stream<Path> all = Files.list(DISTRIBUTION.resolve(folder))) {
            return all.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
