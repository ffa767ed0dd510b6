package dev.crossdock.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The command line that the launcher would run. */
final class LauncherCommand {

    private LauncherCommand() {}

    /** @param budget as {@code --memory} takes it */
    static List<String> withMemory(String budget) throws IOException {
        Map<String, String> environment = Map.of(
                "CROSSDOCK_SHOW_COMMAND",
                "yes",
                "CROSSDOCK_JAVA_HOME",
                System.getProperty("java.home"),
                "CROSSDOCK_MEMORY",
                budget);
        ProgramRun run = ProgramRun.of(
                Folders.DEPLOY,
                environment,
                List.of(
                        "sh",
                        Folders.DISTRIBUTION.resolve("bin").resolve("crossdock").toString(),
                        "cp"));
        if (run.exitCode() != 0) {
            throw new IOException(run.everything());
        }
        return run.output().lines().toList();
    }
}
