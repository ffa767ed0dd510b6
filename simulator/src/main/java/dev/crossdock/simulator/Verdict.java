package dev.crossdock.simulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What became of one seed.
 *
 * @param plan what was drawn from it
 * @param violations where the promise was broken; empty if it was kept
 * @param outcomes how the runs of the command ended, one word each
 * @param trace a number that is the same whenever the run was the same
 * @param steps how often it was decided who goes on
 * @param log what happened, where it was asked for
 */
public record Verdict(
        long seed,
        String plan,
        List<String> violations,
        List<String> outcomes,
        long trace,
        long steps,
        List<String> log) {

    /** Everything that a person needs who has to look into it. */
    public String report() {
        return "seed " + seed + "\n  drawn: " + plan + "\n  ended: " + outcomes + "\n  - "
                + String.join("\n  - ", violations)
                + "\n  replay: ./mvnw -q test -pl simulator -am -Dtest=SimulatorTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dcrossdock.seed=" + seed
                + (log.isEmpty() ? "" : "\n    " + String.join("\n    ", log));
    }

    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
