package dev.crossdock.cli;

import dev.crossdock.ByteSize;
import dev.crossdock.bench.Results;
import dev.crossdock.bench.Spent;
import dev.crossdock.bench.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** For people: a table on stdout, whose rows come as soon as they are known; on stderr what is being done. */
final class BenchText implements BenchReport {

    private static final String ROW = "%-9s %-22s %9s %8s %8s %12s %13s";

    private final Terminal terminal;
    private final OutputOptions options;

    BenchText(Terminal terminal, OutputOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    @Override
    public void begun(BenchPlan plan, BenchEnds ends) {
        if (!ends.note().isEmpty()) {
            result(ends.note());
        }
        if (plan.downloadsToMemory()) {
            result("Downloads go to " + plan.folder()
                    + ", which is memory and no disk: they count neither as memory nor as written.");
        }
        result("Each run is a process of its own; medians of " + plan.roundsInWords() + ".");
        result("");
        result(String.format(Locale.ROOT, ROW, "size", "", "time", "MB/s", "× time", "peak memory", "disk written"));
    }

    @Override
    public void making(long sizeBytes) {
        progress("making a file of " + BenchText.size(sizeBytes));
    }

    @Override
    public void running(long sizeBytes, String contender, int round, int rounds) {
        if (terminal.interactive()) {
            progress(size(sizeBytes) + ", round " + round + " of " + rounds + ": " + contender);
        }
    }

    @Override
    public void ran(long sizeBytes, String contender, int round, long fileBytes, Spent spent) {
        // what counts is the median
    }

    @Override
    public void dropped(String contender, String why) {
        close();
        terminal.warning(Wording.printable(contender + " takes part no more: " + why));
    }

    @Override
    public void left(String what) {
        close();
        terminal.warning(Wording.error("This could not be deleted: " + what, "delete it by hand"));
    }

    @Override
    public void measured(long sizeBytes, List<String> contenders, Results results) {
        close();
        Optional<Results.Median> base = results.median(sizeBytes, BenchContenders.STREAMING);
        String size = size(sizeBytes);
        for (String contender : contenders) {
            Optional<Results.Median> median = results.median(sizeBytes, contender);
            if (median.isPresent() && base.isPresent()) {
                result(row(size, median.get(), base.get()));
                size = "";
            }
        }
    }

    private static String row(String size, Results.Median median, Results.Median base) {
        return String.format(
                Locale.ROOT,
                ROW,
                size,
                median.contender(),
                Wording.seconds(median.elapsed().toNanos() / 1e9),
                String.format(Locale.ROOT, "%.1f", median.bytesPerSecond() / 1e6),
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        (double) median.elapsed().toNanos() / base.elapsed().toNanos()),
                bytes(median.peakMemoryBytes()),
                bytes(median.diskBytes()));
    }

    @Override
    public void finished(Verdict verdict, Map<String, String> absent, BenchPlan plan) {
        close();
        result("");
        result(sentence(verdict));
        absent.forEach((contender, why) -> result("Not compared: " + contender + " (" + Wording.printable(why) + ")."));
        plan.plot().ifPresent(file -> result("Drawn in " + file + "."));
    }

    static String sentence(Verdict verdict) {
        String lost = verdict.lostBytes().isEmpty()
                ? ""
                : "; downloading first was as fast or faster at "
                        + String.join(
                                ", ",
                                verdict.lostBytes().stream()
                                        .map(BenchText::size)
                                        .toList());
        return verdict.winsFromBytes().isPresent()
                ? "Streaming wins from " + size(verdict.winsFromBytes().getAsLong()) + " on" + lost + "."
                : "Streaming does not win at the largest size" + lost + ".";
    }

    private static String size(long bytes) {
        return ByteSize.format(bytes).replace(".0 ", " ");
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? ByteSize.format(bytes.getAsLong()) : "unknown";
    }

    private void progress(String words) {
        if (!options.showsProgress()) {
            return;
        }
        if (terminal.interactive()) {
            terminal.draw(words.substring(0, Math.min(words.length(), terminal.columns() - 1)));
        } else {
            terminal.progress(words);
        }
    }

    private void result(String line) {
        if (!options.quiet()) {
            terminal.result(line.stripTrailing());
        }
    }

    @Override
    public void close() {
        terminal.erase();
    }
}
