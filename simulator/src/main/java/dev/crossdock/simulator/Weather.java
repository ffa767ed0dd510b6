package dev.crossdock.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How often what goes wrong.
 *
 * @param storeFaults how likely a request to the store fails
 * @param sourceFaults how likely a question to the source, or a piece of a read, fails
 * @param damage how likely a body arrives with a bit turned
 * @param refusals how likely a request is refused for good
 * @param outages when nothing can be reached
 */
record Weather(double storeFaults, double sourceFaults, double damage, double refusals, List<Outage> outages) {

    /** From when to when one of the two ends is gone. */
    record Outage(boolean ofStore, long fromNanos, long toNanos) {}

    static final Weather FINE = new Weather(0, 0, 0, 0, List.of());

    static Weather draw(SplittableRandom dice) {
        List<Outage> outages = new ArrayList<>();
        while (dice.nextInt(3) == 0) {
            long from = Duration.ofMillis(dice.nextLong(8_000)).toNanos();
            long length = Duration.ofMillis(Draw.upTo(dice, 60_000)).toNanos();
            outages.add(new Outage(dice.nextBoolean(), from, from + length));
        }
        return new Weather(
                Draw.oneOf(dice, 0.0, 0.0, 0.02, 0.1, 0.35),
                Draw.oneOf(dice, 0.0, 0.0, 0.005, 0.02, 0.1),
                Draw.oneOf(dice, 0.0, 0.0, 0.0, 0.0, 0.03, 0.2, 0.9),
                Draw.oneOf(dice, 0.0, 0.0, 0.0, 0.004),
                List.copyOf(outages));
    }

    boolean reaches(boolean store, long nowNanos) {
        return outages.stream()
                .noneMatch(
                        outage -> outage.ofStore == store && nowNanos >= outage.fromNanos && nowNanos < outage.toNanos);
    }
}
