package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The article's targets are there, and each file that one of them names is, too. */
final class MakefileTest {

    private static final List<String> TARGETS = List.of(
            "help",
            "install",
            "shell",
            "sftp-server",
            "s3-server",
            "monitoring",
            "dev-setup",
            "run-streamer",
            "generate-test-file",
            "status",
            "clean-all");

    @Test
    void hasTheTargetsOfTheArticle() throws IOException {
        String text = Folders.text("Makefile");
        for (String target : TARGETS) {
            assertThat(text).containsPattern("(?m)^" + target + ":.* ## .+");
        }
    }

    @Test
    void eachFileThatItNamesIsThere() throws IOException {
        Matcher files = Pattern.compile("\\$\\((here|playground)\\)/?([\\w./-]+)")
                .matcher(Folders.text("Makefile").replace("$(here)..", ""));
        int found = 0;
        while (files.find()) {
            String name = files.group(2).replaceFirst("\\)?/environment$", "");
            if (name.equals("environment")) {
                continue;
            }
            String folder = files.group(1).equals("here") ? "" : "kubernetes/playground/";
            assertThat(Files.exists(Folders.DEPLOY.resolve(folder + name)))
                    .as(name)
                    .isTrue();
            found++;
        }
        assertThat(found).isGreaterThan(8);
    }
}
