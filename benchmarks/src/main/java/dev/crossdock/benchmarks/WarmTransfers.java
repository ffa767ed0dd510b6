package dev.crossdock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.crossdock.ObjectKey;
import dev.crossdock.TransferListener;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferOutcome;
import dev.crossdock.engine.Crossdock;
import dev.crossdock.s3.S3Store;
import dev.crossdock.sftp.SftpServer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Moves the same file several times inside one JVM and prints what each time cost: processor time, and
 * what was allocated by all threads, which must not depend on how many bytes move.
 *
 * <p>Arguments: SSH port on 127.0.0.1, user, identity file, known_hosts file, path, S3 endpoint, bucket, times.
 * Credentials come from the environment.
 */
final class WarmTransfers {

    private WarmTransfers() {}

    public static void main(String[] arguments) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Crossdock crossdock = Crossdock.create();
        try (SftpServer server = SftpServer.at("127.0.0.1")
                        .port(Integer.parseInt(arguments[0]))
                        .user(arguments[1])
                        .identity(Path.of(arguments[2]))
                        .knownHosts(Path.of(arguments[3]))
                        .build();
                S3Store store =
                        S3Store.builder().endpoint(URI.create(arguments[5])).build()) {
            System.out.println("| time | wall s | CPU s/GB | allocated MB/GB |\n|---|---|---|---|");
            for (int time = 1; time <= Integer.parseInt(arguments[7]); time++) {
                long startedNanos = System.nanoTime();
                long cpuNanos = system.getProcessCpuTime();
                long allocatedBytes = threads.getTotalThreadAllocatedBytes();
                TransferOutcome outcome = crossdock
                        .start(
                                server.file(arguments[4]),
                                store,
                                new ObjectKey(arguments[6], "warm"),
                                TransferOptions.defaults().withAlways(true),
                                TransferListener.NONE)
                        .await();
                if (!(outcome instanceof TransferOutcome.Completed completed)) {
                    throw new IllegalStateException(outcome.toString());
                }
                double wallSeconds = (System.nanoTime() - startedNanos) / 1e9;
                double cpuSeconds = (system.getProcessCpuTime() - cpuNanos) / 1e9;
                double allocatedMegabytes = (threads.getTotalThreadAllocatedBytes() - allocatedBytes) / 1e6;
                double gigabytes = completed.receipt().bytes() / 1e9;
                System.out.println(String.format(
                        Locale.ROOT,
                        "| %d | %.2f | %.2f | %.1f |",
                        time,
                        wallSeconds,
                        cpuSeconds / gigabytes,
                        allocatedMegabytes / gigabytes));
            }
        }
    }
}
