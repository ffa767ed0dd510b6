package dev.crossdock.cli;

import dev.crossdock.bench.Contender;
import dev.crossdock.bench.Contender.Command;
import dev.crossdock.bench.Contender.Job;
import dev.crossdock.bench.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who takes part.
 *
 * @param all streaming first
 * @param absent who does not, and why
 */
record BenchContenders(List<Contender> all, Map<String, String> absent) {

    static final String STREAMING = "crossdock cp";
    static final String DOWNLOAD = "download, then upload";

    static BenchContenders of(BenchEnds ends, OwnCommand command, boolean withPeers) {
        List<Contender> all = new ArrayList<>();
        all.add(new Contender(
                STREAMING, job -> own(ends, job, command.words("cp", ends.options(), source(job), target(job)))));
        all.add(new Contender(
                DOWNLOAD,
                job -> own(
                        ends,
                        job,
                        command.words(
                                "download-then-upload",
                                ends.options(),
                                "--folder",
                                job.folder().toString(),
                                source(job),
                                target(job)))));
        Map<String, String> absent = new TreeMap<>();
        if (withPeers) {
            if (ends.peers().isPresent()) {
                Peers.Found found = ends.peers().get().find(System.getenv().getOrDefault("PATH", ""));
                all.addAll(found.contenders());
                absent.putAll(found.missing());
            } else {
                absent.put(Peers.RCLONE, ends.whyNoPeers());
                absent.put(Peers.SFTP_AND_AWS, ends.whyNoPeers());
            }
        }
        return new BenchContenders(List.copyOf(all), absent);
    }

    private static Command own(BenchEnds ends, Job job, List<String> words) {
        return new Command(words, ends.environment(), ends.elsewhere(job.folder()));
    }

    private static String source(Job job) {
        return job.file().toString().replace("%", "%25");
    }

    private static String target(Job job) {
        return job.target().toString();
    }
}
