package dev.crossdock.cli;

import dev.crossdock.testkit.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program and its children do to files, seen by strace: every attempt, also one that fails. */
final class WatchedFiles {

    private static final List<String> CALLS = List.of(
            "open",
            "openat",
            "openat2",
            "creat",
            "mkdir",
            "mkdirat",
            "mknod",
            "mknodat",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "rename",
            "renameat",
            "renameat2",
            "truncate",
            "unlink",
            "unlinkat",
            "rmdir");

    /** Of these only those that are for more than reading; all the others change something. */
    private static final Pattern OPENS_TO_READ =
            Pattern.compile("(open|openat|openat2)\\((?!.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)).*");

    private static final Pattern CALL = Pattern.compile("\\d+ +([a-z0-9]+\\(.*)");
    /** Behind these names there is no disk. */
    private static final Pattern NO_DISK =
            Pattern.compile("[a-z0-9]+\\((AT_FDCWD, )?\"/(dev/(null|tty)|proc/[^\"]*)\".*");

    private final Path trace;

    /** @param folder where the trace is written */
    WatchedFiles(Path folder) {
        this.trace = folder.resolve("trace");
    }

    /** The beginning of the command line that runs a program so. */
    List<String> watch() {
        return List.of(
                RealServers.ofThisMachine().require("strace").toString(),
                "--follow-forks",
                "--seccomp-bpf",
                "--quiet=all",
                "--signal=none",
                "--string-limit=1000",
                "--trace=" + String.join(",", CALLS),
                "--output=" + trace);
    }

    /** Every call that writes to a disk, or would. */
    List<String> writing() throws IOException {
        return calls().stream()
                .filter(call -> !OPENS_TO_READ.matcher(call).matches())
                .filter(call -> !NO_DISK.matcher(call).matches())
                .toList();
    }

    /** Whether a file with such a name was opened, successfully or not. */
    boolean opened(String partOfItsName) throws IOException {
        return calls().stream().anyMatch(call -> call.startsWith("open") && call.contains(partOfItsName));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(trace).stream()
                .map(CALL::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }
}
