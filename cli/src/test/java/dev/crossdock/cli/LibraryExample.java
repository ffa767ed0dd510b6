package dev.crossdock.cli;

import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome.AlreadyThere;
import dev.crossdock.TransferOutcome.Completed;
import dev.crossdock.TransferOutcome.Failed;
import dev.crossdock.TransferOutcome.Unconfirmed;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;

/** The library example of the README, word for word, so that it compiles and {@link LibraryExampleTest} can run it. */
final class LibraryExample {

    private LibraryExample() {}

    static String example() {
        // README: begin
        try (SftpServer server = SftpServer.at("files.example.com").user("etl").build();
                S3Store store = S3Store.builder().region("eu-central-1").build()) {
            return move(server, store);
        }
        // README: end
    }

    // README: begin
    static String move(SftpServer server, ObjectStore store) {
        Crossdock crossdock = Crossdock.create(); // one per program: it owns the memory, 64 MiB
        Transfer transfer = crossdock.start(
                server.file("/out/customers.csv"),
                store,
                new ObjectKey("lake", "in/customers.csv"),
                TransferOptions.defaults(),
                event -> {}); // a progress bar, a metric, a log line
        // transfer.cancel() would end it, from any thread
        return switch (transfer.await()) {
            case Completed done ->
                done.receipt().bytes() + " bytes, " + done.receipt().integrity();
            case AlreadyThere there -> there.target() + " is there already";
            case Failed failed ->
                failed.cause().getMessage() + " " + failed.cause().hint();
            case Unconfirmed unclear -> "Nobody can say: " + unclear.cause().getMessage();
        };
    }
    // README: end
}
