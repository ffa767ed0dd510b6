package dev.crossdock.cli;

import dev.crossdock.sftp.HostKeyPolicy;
import dev.crossdock.sftp.SftpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the SFTP server is logged in to, and known. */
final class LoginOptions {

    @Option(
            names = {"-i", "--identity"},
            paramLabel = "FILE",
            description = "A private key (default: the agent's, then those in ~/.ssh).")
    private @Nullable Path identity;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Known host keys (default: ~/.ssh/known_hosts).")
    private @Nullable Path knownHosts;

    @Option(
            names = "--host-key",
            paramLabel = "POLICY",
            defaultValue = "strict",
            converter = HostKeyPolicyWord.class,
            description = "strict: the server's key must be known; accept-new: an unknown one is added,"
                    + " a changed one refused (default: ${DEFAULT-VALUE}).")
    private HostKeyPolicy hostKeyPolicy = HostKeyPolicy.STRICT;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password in its first line (default: SFTP_PASSWORD, or asked for on a terminal).")
    private @Nullable Path passwordFile;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Holds the private key's passphrase in its first line (default: asked for on a terminal).")
    private @Nullable Path passphraseFile;

    /** Begins to describe the server; nothing is sent yet. */
    SftpServer.Builder describe(SourceAddress address, Environment environment) {
        SftpServer.Builder server = SftpServer.at(address.host())
                .port(address.port())
                .user(address.user())
                .hostKeyPolicy(hostKeyPolicy)
                .prompt(TerminalPrompt.ofProcess())
                .threads(ProcessThreads.FACTORY);
        if (identity != null) {
            server.identity(SecretFile.readable(identity, "--identity"));
        }
        if (knownHosts != null) {
            server.knownHosts(knownHosts);
        }
        if (passwordFile != null) {
            server.password(SecretFile.firstLine(passwordFile, "--password-file"));
        } else {
            environment
                    .ofServer("SFTP_PASSWORD", address.host())
                    .ifPresent(password -> server.password(password.toCharArray()));
        }
        if (passphraseFile != null) {
            server.passphrase(SecretFile.firstLine(passphraseFile, "--passphrase-file"));
        }
        return server;
    }

    /** The keys and known hosts that logging in may read; some may not exist. */
    List<Path> filesToRead() {
        Path usual = Path.of(System.getProperty("user.home"), ".ssh");
        List<Path> files = new ArrayList<>();
        files.add(knownHosts().orElse(usual.resolve("known_hosts")));
        for (Path key : identity()
                .map(List::of)
                .orElse(List.of(usual.resolve("id_ed25519"), usual.resolve("id_ecdsa"), usual.resolve("id_rsa")))) {
            files.add(key);
            files.add(Path.of(key + ".pub"));
        }
        return List.copyOf(files);
    }

    /** What another run of the command is to be told so that it logs in alike. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--identity", identity);
        add(arguments, "--known-hosts", knownHosts);
        add(arguments, "--password-file", passwordFile);
        add(arguments, "--passphrase-file", passphraseFile);
        arguments.addAll(List.of(
                "--host-key", hostKeyPolicy.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        return List.copyOf(arguments);
    }

    private static void add(List<String> arguments, String option, @Nullable Path file) {
        if (file != null) {
            arguments.addAll(List.of(option, file.toString()));
        }
    }

    Optional<Path> identity() {
        return Optional.ofNullable(identity);
    }

    Optional<Path> knownHosts() {
        return Optional.ofNullable(knownHosts);
    }

    /** Whether a password is what the user is let in by: one is given, and no key. */
    boolean hasPassword(SourceAddress address, Environment environment) {
        return identity == null
                && (passwordFile != null
                        || environment.ofServer("SFTP_PASSWORD", address.host()).isPresent());
    }

    static final class HostKeyPolicyWord extends Amounts.Word<HostKeyPolicy> {
        HostKeyPolicyWord() {
            super(HostKeyPolicy.class);
        }
    }
}
