package dev.crossdock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each file that a target names is there; what {@code make} says to the targets, {@code PlaygroundIT} looks at. */
final class MakefileTest {

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
