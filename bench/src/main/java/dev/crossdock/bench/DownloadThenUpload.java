package dev.crossdock.bench;

import dev.crossdock.CancelledException;
import dev.crossdock.FileStat;
import dev.crossdock.ObjectKey;
import dev.crossdock.ObjectStore;
import dev.crossdock.Resume;
import dev.crossdock.SourceFile;
import dev.crossdock.TransferException;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferReceipt;
import dev.crossdock.engine.Crossdock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadFactory;

/**
 * The usual way: the whole file comes to a local disk, and is then put to the store. Nothing about it is made worse than
 * it has to be: it reads with as many connections as streaming does, and the upload is the engine's own, in parallel
 * parts with their checksums.
 *
 * @param folder where the file is meanwhile; it is deleted in the end
 * @param threads as the engine takes them
 */
public record DownloadThenUpload(
        SourceFile source, ObjectStore store, ObjectKey target, Path folder, ThreadFactory threads) {

    /**
     * Does it.
     *
     * @return what the engine says of the upload
     * @throws TransferException if either half failed at the server or at the store
     * @throws IOException if it failed at the local disk
     */
    public TransferReceipt run() throws IOException {
        Path file = Files.createTempFile(folder, "crossdock-download-", ".tmp");
        try {
            download(file);
            return upload(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void download(Path file) throws IOException {
        try (source;
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileStat stat = source.stat();
            new Download(source, stat.sizeBytes(), channel, threads).run();
        }
    }

    private TransferReceipt upload(Path file) throws IOException {
        // Nothing is looked for at the store that could be gone on with, or be there already.
        TransferOptions options = TransferOptions.defaults().withAlways(true).withResume(Resume.NEVER);
        TransferOutcome outcome = Crossdock.withMemory(Crossdock.DEFAULT_MEMORY_BYTES, threads)
                .start(new LocalFile(file, threads), store, target, options, TransferListener.NONE)
                .await();
        return switch (outcome) {
            case TransferOutcome.Completed completed -> completed.receipt();
            case TransferOutcome.Failed failed -> throw failed.cause();
            case TransferOutcome.Unconfirmed unconfirmed -> throw unconfirmed.cause();
            case TransferOutcome.AlreadyThere there -> throw new CancelledException();
        };
    }
}
