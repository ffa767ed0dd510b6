package dev.crossdock.playground;

/**
 * Numbers that follow from a seed and a row's number alone, by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Written
 * here because a row must not allocate, and because the rows of a seed must stay the same whatever Java becomes. Of one
 * thread.
 */
final class Draws {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    Draws(long seed) {
        this.seed = mix(seed);
    }

    /** The draws of this row come next. */
    void row(long number) {
        state = mix(seed ^ (number * GOLDEN));
    }

    /** 64 random bits. */
    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    private static long mix(long z) {
        long once = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }
}
