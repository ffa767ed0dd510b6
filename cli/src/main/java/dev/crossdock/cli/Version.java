package dev.crossdock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: this build, the Java it runs on, and who does its cryptography. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "crossdock " + number() + origin(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ") from "
                    + System.getProperty("java.home"),
            "cryptography by " + NativeProvider.description()
        };
    }

    /** The version alone. */
    static String number() {
        return build().getProperty("version", "of an unknown build");
    }

    /** The commit that it was built from, where the build was told: that of a package is. */
    private static String origin() {
        Properties build = build();
        String commit = build.getProperty("commit", "");
        return commit.isEmpty() ? "" : ", commit " + commit + " of " + build.getProperty("commitDate");
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream text = Version.class.getResourceAsStream("build.properties")) {
            if (text != null) {
                build.load(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build;
    }
}
