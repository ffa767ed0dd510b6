package dev.crossdock.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From which size streaming wins, which is to say, takes less time by the medians.
 *
 * @param winsFromBytes the smallest size at which it wins, and at every larger one too; empty if it loses at the largest
 * @param lostBytes the sizes at which the other way took less time, or as long, in ascending order
 */
public record Verdict(OptionalLong winsFromBytes, List<Long> lostBytes) {

    /** Of the sizes at which both were measured. */
    public static Verdict of(Results results, String streaming, String other) {
        List<Long> compared = results.sizes().stream()
                .filter(size -> results.median(size, streaming).isPresent()
                        && results.median(size, other).isPresent())
                .sorted()
                .toList();
        List<Long> lost = compared.stream()
                .filter(size -> !isFaster(results.median(size, streaming), results.median(size, other)))
                .toList();
        OptionalLong from = compared.stream()
                .mapToLong(Long::longValue)
                .filter(size -> lost.stream().allMatch(lostSize -> lostSize < size))
                .findFirst();
        return new Verdict(from, lost);
    }

    private static boolean isFaster(Optional<Results.Median> one, Optional<Results.Median> other) {
        return one.orElseThrow().elapsed().compareTo(other.orElseThrow().elapsed()) < 0;
    }
}
