package dev.crossdock.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** What was measured, by size and contender. Of one thread. */
public final class Results {

    private final Map<Long, Map<String, List<Run>>> sizes = new LinkedHashMap<>();

    private record Run(long fileBytes, Spent spent) {}

    /**
     * The medians of some runs.
     *
     * @param fileBytes what the file really has
     * @param fastest the shortest time
     * @param slowest the longest
     */
    public record Median(
            String contender,
            int runs,
            long fileBytes,
            Duration elapsed,
            Duration fastest,
            Duration slowest,
            OptionalLong peakMemoryBytes,
            OptionalLong diskBytes) {

        /** By the median time. */
        public double bytesPerSecond() {
            return fileBytes * 1e9 / Math.max(1, elapsed.toNanos());
        }
    }

    /**
     * Adds a run.
     *
     * @param sizeBytes the wished size, which names the row
     * @param fileBytes what the file really has
     */
    public void add(long sizeBytes, String contender, long fileBytes, Spent spent) {
        sizes.computeIfAbsent(sizeBytes, size -> new LinkedHashMap<>())
                .computeIfAbsent(contender, name -> new ArrayList<>())
                .add(new Run(fileBytes, spent));
    }

    /** Takes out what a contender has done at a size. */
    public void forget(long sizeBytes, String contender) {
        Map<String, List<Run>> runs = sizes.get(sizeBytes);
        if (runs != null) {
            runs.remove(contender);
        }
    }

    /** In the order in which they were measured. */
    public List<Long> sizes() {
        return List.copyOf(sizes.keySet());
    }

    public Optional<Median> median(long sizeBytes, String contender) {
        List<Run> runs = sizes.getOrDefault(sizeBytes, Map.of()).getOrDefault(contender, List.of());
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        long[] nanos = runs.stream()
                .mapToLong(run -> run.spent().elapsed().toNanos())
                .sorted()
                .toArray();
        return Optional.of(new Median(
                contender,
                runs.size(),
                runs.getFirst().fileBytes(),
                Duration.ofNanos(middle(nanos)),
                Duration.ofNanos(nanos[0]),
                Duration.ofNanos(nanos[nanos.length - 1]),
                median(runs.stream().map(run -> run.spent().peakMemoryBytes()).toList()),
                median(runs.stream().map(run -> run.spent().diskBytes()).toList())));
    }

    /** Unknown if it is unknown of one. */
    private static OptionalLong median(List<OptionalLong> values) {
        if (values.stream().anyMatch(OptionalLong::isEmpty)) {
            return OptionalLong.empty();
        }
        LongStream known = values.stream().mapToLong(OptionalLong::getAsLong);
        return OptionalLong.of(middle(known.sorted().toArray()));
    }

    /** Of an even number, the mean of the two in the middle. */
    private static long middle(long[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
