package dev.crossdock.cli;

import dev.crossdock.SourceFile;
import dev.crossdock.sftp.HostKeyPolicy;
import dev.crossdock.sftp.SftpServer;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the SFTP server is logged in to, and known. */
final class SourceOptions {

    /** As {@link SftpServer.Builder#connections} has it. */
    private static final int MAX_CONNECTIONS = 64;

    /** How the file is read. */
    enum Reading {
        AUTO,
        SEQUENTIAL
    }

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

    @Option(
            names = "--connections",
            paramLabel = "N|auto",
            defaultValue = "auto",
            converter = Amounts.CountOrAuto.class,
            description = "SSH connections (default: as many as help).")
    private OptionalInt connections = OptionalInt.empty();

    @Option(
            names = "--source",
            paramLabel = "MODE",
            defaultValue = "auto",
            converter = ReadingWord.class,
            description = "sequential: one connection, one open file, each byte asked for once, for servers that permit"
                    + " no more; auto: as many connections as help (default: ${DEFAULT-VALUE}).")
    private Reading reading = Reading.AUTO;

    /** Describes the server; nothing is sent yet. */
    SftpServer open(SourceAddress address, Environment environment) {
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
        if (connections.orElse(1) > MAX_CONNECTIONS) {
            throw new UsageException(
                    "A file is read with at most " + MAX_CONNECTIONS + " connections", "choose fewer --connections");
        }
        connections.ifPresent(server::connections);
        if (reading == Reading.SEQUENTIAL) {
            if (connections.orElse(1) > 1) {
                throw new UsageException(
                        "With --source sequential a file is read with one connection", "leave out --connections");
            }
            server.access(SourceFile.Access.ASCENDING);
        }
        return server.build();
    }

    static final class ReadingWord extends Amounts.Word<Reading> {
        ReadingWord() {
            super(Reading.class);
        }
    }

    static final class HostKeyPolicyWord extends Amounts.Word<HostKeyPolicy> {
        HostKeyPolicyWord() {
            super(HostKeyPolicy.class);
        }
    }
}
