package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.bench.Peers;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The two ends of a comparison: where its files are made, and where its objects are. */
sealed interface BenchEnds extends AutoCloseable permits GivenServers, EmbeddedServers {

    /** What this process itself talks to. */
    SftpServer server();

    S3Store store();

    /** A file in the folder, as {@link SftpServer#create} takes it. */
    String path(String name);

    /** The same for everybody. */
    SourceLocation file(String name);

    ObjectKey object(String name);

    /** What the command needs to be told to find both. */
    List<String> options();

    /** What its environment must hold beyond this process's own. */
    Map<String, String> environment();

    /** Where it is to run, if not where this process does; without what this process's environment says of servers. */
    Optional<Path> elsewhere(Path folder);

    /** What other programs need; empty if they can't log in. */
    Optional<Peers> peers();

    /** Why they can't. */
    String whyNoPeers();

    /** What they have for files and objects, if they keep them in memory. */
    OptionalLong memoryBytes();

    /** What whoever reads the result must know of the servers; may be empty. */
    String note();

    @Override
    void close();
}
