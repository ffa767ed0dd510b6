package dev.crossdock.cli;

import java.util.List;
import java.util.Optional;

/** Asks a person for a yes or a no. */
@FunctionalInterface
interface Confirmation {

    /** Nobody is there. */
    Confirmation NOBODY = (which, question) -> Optional.empty();

    /**
     * Asks one question.
     *
     * @param which what the question is about, a line for each
     * @param question one sentence without what can be answered
     * @return whether the answer was yes; empty if nobody is there to give one
     */
    Optional<Boolean> confirm(List<String> which, String question);
}
