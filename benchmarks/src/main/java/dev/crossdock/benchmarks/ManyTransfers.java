package dev.crossdock.benchmarks;

import dev.crossdock.ObjectKey;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.engine.Transfer;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Moves one large file, and then as many bytes in many files at once, in turn, inside one JVM under one budget and over
 * one pool of connections, and prints how long each took; and of the many, when the first and the last were through. The
 * first round is not counted.
 *
 * <p>Arguments: SSH port on 127.0.0.1, user, identity file, known_hosts file, the large file's path, S3 endpoint, bucket,
 * rounds, and the paths of the many. Credentials come from the environment.
 */
final class ManyTransfers {

    private static final int FIRST_OF_MANY = 8;

    private final Crossdock crossdock = Crossdock.create();
    private final SftpServer server;
    private final S3Store store;
    private final String bucket;

    private ManyTransfers(SftpServer server, S3Store store, String bucket) {
        this.server = server;
        this.store = store;
        this.bucket = bucket;
    }

    /** Seconds until the first and until the last was through. */
    private record Took(double first, double last) {}

    public static void main(String[] arguments) {
        List<String> one = List.of(arguments[4]);
        List<String> many = Arrays.asList(arguments).subList(FIRST_OF_MANY, arguments.length);
        int rounds = Integer.parseInt(arguments[7]);
        try (SftpServer server = SftpServer.at("127.0.0.1")
                        .port(Integer.parseInt(arguments[0]))
                        .user(arguments[1])
                        .identity(Path.of(arguments[2]))
                        .knownHosts(Path.of(arguments[3]))
                        .build();
                S3Store store =
                        S3Store.builder().endpoint(URI.create(arguments[5])).build()) {
            ManyTransfers transfers = new ManyTransfers(server, store, arguments[6]);
            System.out.println("| round | one, s | " + many.size()
                    + " at once, s | first of them through, s | ratio |\n" + "|---|---|---|---|---|");
            double[] ratios = IntStream.rangeClosed(0, rounds)
                    .mapToDouble(round -> transfers.round(round, one, many))
                    .skip(1)
                    .sorted()
                    .toArray();
            System.out.println(String.format(Locale.ROOT, "median of the ratios: %.2f", ratios[ratios.length / 2]));
        }
    }

    private double round(int round, List<String> one, List<String> many) {
        Took alone = move(one);
        Took together = move(many);
        double ratio = together.last / alone.last;
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f |",
                round == 0 ? "warm-up" : String.valueOf(round),
                alone.last,
                together.last,
                together.first,
                ratio));
        return ratio;
    }

    private Took move(List<String> paths) {
        long startedNanos = System.nanoTime();
        AtomicLong firstNanos = new AtomicLong();
        TransferListener listener = event -> {
            if (event instanceof TransferEvent.Finished) {
                firstNanos.compareAndSet(0, System.nanoTime() - startedNanos);
            }
        };
        List<Transfer> started = paths.stream()
                .map(path -> crossdock.start(
                        server.file(path),
                        store,
                        new ObjectKey(bucket, "many" + path),
                        TransferOptions.defaults().withAlways(true),
                        listener))
                .toList();
        for (Transfer transfer : started) {
            TransferOutcome outcome = transfer.await();
            if (!(outcome instanceof TransferOutcome.Completed)) {
                throw new IllegalStateException(outcome.toString());
            }
        }
        return new Took(firstNanos.get() / 1e9, (System.nanoTime() - startedNanos) / 1e9);
    }
}
