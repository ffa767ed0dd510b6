package dev.crossdock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: this build, the Java it runs on, and who does its cryptography. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "crossdock " + number(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ") from "
                    + System.getProperty("java.home"),
            "cryptography by " + NativeProvider.description()
        };
    }

    private static String number() throws IOException {
        Properties build = new Properties();
        try (InputStream text = Version.class.getResourceAsStream("build.properties")) {
            if (text != null) {
                build.load(text);
            }
        }
        return build.getProperty("version", "of an unknown build");
    }
}
