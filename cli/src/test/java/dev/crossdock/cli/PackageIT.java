package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void whereTheNativeLibraryCanNotBeLoadedC2StaysOn() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createSymbolicLink(
                home.resolve("lib"), DISTRIBUTION.resolve("lib").toAbsolutePath());
        Path launcher = home.resolve("bin").resolve("crossdock");
        Files.createDirectory(launcher.getParent());
        Files.copy(DISTRIBUTION.resolve("bin").resolve("crossdock"), launcher);
        Files.createDirectory(home.resolve("native"));
        for (String name : names("native")) {
            Files.writeString(home.resolve("native").resolve(name), "no library");
        }
        List<String> arguments =
                List.of("cp", "-v", "sftp://u@127.0.0.1:1/file", "s3://lake/file", "--endpoint", "http://127.0.0.1:1");
        for (int run = 1; run <= 2; run++) { // the first finds out, the second knows
            CommandRun.Result result = CommandRun.run(launcher, folder, Map.of(), arguments);
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(7);
            assertThat(result.error().lines().filter(line -> line.contains("cryptography by")))
                    .as("why, in one line")
                    .singleElement()
                    .asString()
                    .contains("by the JDK itself", "UnsatisfiedLinkError", "compiles with C2");
            assertThat(result.error()).doesNotContain("at org.conscrypt");
        }
        assertThat(findings(home)).singleElement().asString().isEqualTo("java\n");
    }

    @Test
    void whereTheNativeLibraryCanBeLoadedC1IsEnough() throws IOException {
        List<String> arguments =
                List.of("cp", "-v", "sftp://u@127.0.0.1:1/file", "s3://lake/file", "--endpoint", "http://127.0.0.1:1");
        CommandRun.Result result = CommandRun.run(folder, Map.of(), arguments);
        assertThat(result.error()).contains("cryptography by Conscrypt", "compiles with C1");
        assertThat(findings(DISTRIBUTION)).contains("native\n");
    }

    @Test
    void aClassCacheThatDoesNotFitIsLeftAsideAndTheReasonSaid() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : List.of("bin", "lib", "native")) {
            Files.createSymbolicLink(
                    home.resolve(part), DISTRIBUTION.resolve(part).toAbsolutePath());
        }
        Path launcher = home.resolve("crossdock");
        Files.copy(DISTRIBUTION.resolve("bin").resolve("crossdock"), launcher);
        List<String> quiet =
                List.of("cp", "sftp://u@127.0.0.1:1/file", "s3://lake/file", "--endpoint", "http://127.0.0.1:1");
        List<String> verbose = Stream.concat(quiet.stream(), Stream.of("-v")).toList();
        assertThat(CommandRun.run(launcher, folder, Map.of(), verbose).error())
                .containsOnlyOnce("without the class cache: there is none for this Java.");

        Files.writeString(cacheOf(home), "made by something else entirely\n".repeat(100));
        Files.writeString(folder.resolve(".env"), "CROSSDOCK_VERBOSE=true\n");
        CommandRun.Result result = CommandRun.run(launcher, folder, Map.of(), quiet);
        assertThat(result.exitCode()).as(result.everything()).isEqualTo(7);
        assertThat(result.error()).containsOnlyOnce("without the class cache: The AOT cache has a bad magic number");
        Files.delete(folder.resolve(".env"));
        assertThat(CommandRun.run(launcher, folder, Map.of(), quiet).error())
                .doesNotContain("cache", "AOT")
                .hasLineCount(1);
    }

    /** Java leaves a cache aside that was learnt with a longer class path, and those of some commands are longer. */
    @Test
    void whateverIsRunFirstTheClassCacheFitsACopy() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : List.of("lib", "native", "playground")) {
            Files.createSymbolicLink(
                    home.resolve(part), DISTRIBUTION.resolve(part).toAbsolutePath());
        }
        Path launcher = Files.createDirectory(home.resolve("bin")).resolve("crossdock");
        Files.copy(DISTRIBUTION.resolve("bin").resolve("crossdock"), launcher);
        Map<String, String> learning = Map.of("CROSSDOCK_LEARN", System.getProperty("java.home"));
        CommandRun.Result first = CommandRun.run(launcher, folder, learning, List.of("bench", "--help"));
        assertThat(first.exitCode()).as(first.everything()).isZero();
        assertThat(cacheOf(home)).isNotEmptyFile();

        Path loaded = folder.resolve("loaded");
        Map<String, String> strict = Map.of(
                "CROSSDOCK_JAVA_OPTIONS",
                "-XX:AOTMode=on -Xlog:class+load:file=" + loaded); // an error where it does not fit
        CommandRun.Result copy = CommandRun.run(launcher, folder, strict, List.of("cp", "--help"));
        assertThat(copy.exitCode()).as(copy.everything()).isZero();
        // As it is published, its classes are too old to be kept.
        assertThat(Files.readAllLines(loaded))
                .filteredOn(line -> line.contains(" picocli.") && line.endsWith("shared objects file"))
                .hasSizeGreaterThan(100);
    }

    /** Named after the Java, as what a launcher found out with it is. */
    static Path cacheOf(Path home) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "crossdock-*.aes")) {
            String name = files.iterator().next().getFileName().toString();
            return home.resolve(name.replaceFirst("aes$", "aot"));
        }
    }

    /** What launchers found out about the native library, one for each Java. */
    private static List<String> findings(Path home) throws IOException {
        List<String> findings = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "crossdock-*.aes")) {
            for (Path file : files) {
                findings.add(Files.readString(file));
            }
        }
        return findings;
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    @Timeout(60)
    void whoStopsTheFirstLessonStopsTheRunToo(String signal, int exitCode) throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : List.of("lib", "native", "playground")) {
            Files.createSymbolicLink(
                    home.resolve(part), DISTRIBUTION.resolve(part).toAbsolutePath());
        }
        Path launcher = Files.copy(DISTRIBUTION.resolve("bin").resolve("crossdock"), home.resolve("crossdock"));
        List<String> arguments =
                List.of("cp", "sftp://u@127.0.0.1:1/file", "s3://lake/file", "--endpoint", "http://127.0.0.1:1");
        Map<String, String> learns = Map.of("CROSSDOCK_LEARN", System.getProperty("java.home"));
        try (CommandRun run = CommandRun.start(launcher, folder, learns, arguments)) {
            // The fifo is made when the lesson can be stopped.
            while (!Files.exists(home.resolve("lessons").resolve("life"))) {
                Thread.onSpinWait();
            }
            run.signal(signal);
            CommandRun.Result result = run.await();
            assertThat(result.exitCode()).as(result.everything()).isEqualTo(exitCode);
            assertThat(result.error()).contains("learning").hasLineCount(1);
        }
        assertThat(home.resolve("lessons")).doesNotExist();
    }

    @Test
    void aLeadingZeroIsNoOctalNumber() throws IOException {
        Map<String, String> shown = Map.of("CROSSDOCK_SHOW_COMMAND", "yes");
        CommandRun.Result padded = CommandRun.run(folder, shown, List.of("cp", "--memory", "0080m"));
        CommandRun.Result plain = CommandRun.run(folder, shown, List.of("cp", "--memory", "80m"));
        assertThat(padded.error()).isEmpty();
        assertThat(padded.output()).isEqualTo(plain.output().replace("\n80m", "\n0080m"));
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
