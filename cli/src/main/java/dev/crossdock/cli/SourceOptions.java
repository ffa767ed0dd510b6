package dev.crossdock.cli;

import dev.crossdock.SourceFile;
import dev.crossdock.sftp.SftpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the SFTP server is logged in to, and how the file is read. */
final class SourceOptions {

    /** As {@link SftpServer.Builder#connections} has it. */
    private static final int MAX_CONNECTIONS = 64;

    /** How the file is read. */
    enum Reading {
        AUTO,
        SEQUENTIAL
    }

    @Mixin
    private LoginOptions login = new LoginOptions();

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
        SftpServer.Builder server = login.describe(address, environment);
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

    /** The keys and known hosts that logging in may read. */
    List<Path> filesToRead() {
        return login.filesToRead();
    }

    static final class ReadingWord extends Amounts.Word<Reading> {
        ReadingWord() {
            super(Reading.class);
        }
    }
}
