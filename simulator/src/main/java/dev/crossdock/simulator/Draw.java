package dev.crossdock.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Choices. */
final class Draw {

    private Draw() {}

    static <T> T oneOf(SplittableRandom dice, List<T> choices) {
        return choices.get(dice.nextInt(choices.size()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    static <T> T oneOf(SplittableRandom dice, T... choices) {
        return oneOf(dice, List.of(choices));
    }

    /** A number from 1 up, as often below as above the square root of {@code most}. */
    static long upTo(SplittableRandom dice, long most) {
        return (long) Math.exp(dice.nextDouble() * Math.log((double) most));
    }
}
