package dev.crossdock.cli;

import dev.crossdock.bench.Contender;
import dev.crossdock.bench.Plot;
import dev.crossdock.bench.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The picture of a comparison, as a file. */
final class BenchPlot {

    private BenchPlot() {}

    static void draw(Path file, Results results, List<Contender> contenders, BenchPlan plan, BenchEnds ends)
            throws BenchFailure {
        String note = "whole cold processes, medians of " + plan.roundsInWords()
                + (ends.note().isEmpty() ? "" : ", embedded servers on the same machine")
                + (plan.downloadsToMemory() ? ", downloads to memory instead of a disk" : "");
        String svg = new Plot(results, contenders.stream().map(Contender::name).toList())
                .svg("From SFTP to S3, by size of the file", note);
        try {
            Files.writeString(file, svg);
        } catch (IOException e) {
            throw new BenchFailure(
                    ExitCode.FAILED, "The plot could not be written to " + file + ": " + e.getMessage(), "", e);
        }
    }
}
