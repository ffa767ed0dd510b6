package dev.crossdock.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Requests that end together. */
final class Requests {

    private final Set<Exchange<?>> underWay = new LinkedHashSet<>();
    private boolean ended;

    void begins(Exchange<?> exchange) {
        underWay.add(exchange);
        if (ended) {
            exchange.end();
        }
    }

    void over(Exchange<?> exchange) {
        underWay.remove(exchange);
    }

    void end() {
        ended = true;
        List.copyOf(underWay).forEach(Exchange::end);
    }

    int underWay() {
        return underWay.size();
    }
}
