package dev.crossdock.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whose turn it is. */
public final class Schedule {

    private Schedule() {}

    /**
     * The order in a round: everybody once, and another one first in each round, so that nobody always profits from what
     * the one before left warm.
     *
     * @param round from 0 on
     */
    public static <T> List<T> order(List<T> contenders, int round) {
        List<T> order = new ArrayList<>(contenders);
        Collections.rotate(order, -round);
        return List.copyOf(order);
    }
}
