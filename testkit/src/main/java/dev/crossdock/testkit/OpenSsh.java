package dev.crossdock.testkit;

import dev.crossdock.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenSSH's server on 127.0.0.1, run by and for the current user, who logs in with a key. (A password is not possible:
 * without PAM the server would need root and an account with a known one; use the playground's server for that.)
 */
public final class OpenSsh extends RealServer {

    private static final List<String> HOST_KEY_TYPES = List.of("ed25519", "ecdsa", "rsa");

    private final Map<String, String> options = new LinkedHashMap<>();

    private OpenSsh() {
        options.put("MaxStartups", "100");
        options.put("LogLevel", "ERROR");
    }

    /** A server that is still to be started. */
    public static OpenSsh server() {
        return new OpenSsh();
    }

    /** Sets a line of {@code sshd_config}, such as {@code MaxSessions} or {@code RekeyLimit}, for the next start. */
    public OpenSsh with(String option, String value) {
        options.put(option, value);
        return this;
    }

    /** The folder to put files into; a client sees it under its absolute path. */
    public Path folder() {
        return home().resolve("files");
    }

    /** The account to log in to. */
    public String user() {
        return System.getProperty("user.name");
    }

    /** The private key, Ed25519 and without a passphrase. */
    public Path identity() {
        return home().resolve("user_ed25519");
    }

    /** A known_hosts file with this server's keys. */
    public Path knownHosts() {
        return home().resolve("known_hosts");
    }

    /** Where a file in {@link #folder()} is for a client. */
    public SourceLocation location(String name) {
        return new SourceLocation(
                user(), "127.0.0.1", port(), folder().resolve(name).toString());
    }

    /** Ends every connection, as if the server's processes had crashed; it goes on to accept new ones. */
    public void dropConnections() {
        process().killChildren();
    }

    /** Changes the server's identity: its keys are new, and {@link #knownHosts()} still holds the old ones. */
    public void replaceHostKeys() throws IOException {
        stop();
        for (String type : HOST_KEY_TYPES) {
            Files.delete(hostKey(type));
            Files.delete(hostKey(type).resolveSibling(hostKey(type).getFileName() + ".pub"));
            generate(type, hostKey(type));
        }
        start();
    }

    @Override
    void prepare(Path folder) throws IOException {
        Files.createDirectory(folder());
        StringBuilder known = new StringBuilder();
        for (String type : HOST_KEY_TYPES) {
            generate(type, hostKey(type));
            String[] key =
                    Files.readString(folder.resolve("host_" + type + ".pub")).split(" ", 3);
            known.append("[127.0.0.1]:%d %s %s%n".formatted(port(), key[0], key[1].strip()));
        }
        Files.writeString(knownHosts(), known);
        generate("ed25519", identity());
        if (isRoot()) {
            Files.createDirectories(Path.of("/run/sshd")); // where a privileged server wants an empty folder
        }
    }

    @Override
    List<String> command(Path folder, int listenPort) throws IOException {
        Path sshd = RealServers.ofThisMachine().require("sshd");
        List<String> lines = new ArrayList<>(List.of(
                "Port " + listenPort,
                "ListenAddress 127.0.0.1",
                "AuthorizedKeysFile " + folder.resolve("user_ed25519.pub"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin prohibit-password",
                "Subsystem sftp internal-sftp"));
        HOST_KEY_TYPES.forEach(type -> lines.add("HostKey " + hostKey(type)));
        options.forEach((name, value) -> lines.add(name + " " + value));
        Path config = Files.write(folder.resolve("sshd_config"), lines);
        return List.of(sshd.toString(), "-D", "-e", "-f", config.toString());
    }

    private Path hostKey(String type) {
        return home().resolve("host_" + type);
    }

    private static void generate(String type, Path file) throws IOException {
        String program = RealServers.ofThisMachine().require("ssh-keygen").toString();
        ServerProcess.run(program, "-q", "-t", type, "-N", "", "-C", "crossdock", "-f", file.toString());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
