package dev.crossdock.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Variables of the {@code .env} file that are named as if they were options and that nobody reads: most likely slips, and
 * without a word the default would hold. Those of the process's own environment may be anybody's.
 */
final class UnknownVariables {

    /** What only the launcher reads, from the environment. A file that is handed to a container has these too. */
    private static final Set<String> OF_LAUNCHER =
            Set.of("CROSSDOCK_JAVA_HOME", "CROSSDOCK_JAVA_OPTIONS", "CROSSDOCK_SHOW_COMMAND", "CROSSDOCK_LEARN");

    /** So many letters too many, too few or wrong may be a slip, as may two that changed places; more are another word. */
    private static final int SLIP = 2;

    private UnknownVariables() {}

    /**
     * Which there are, a line for each.
     *
     * @param all the command with every verb, since a file serves them all; asked for only where there is a suspect
     */
    static List<String> warnings(Environment environment, Supplier<CommandLine> all) {
        Set<String> suspects = new TreeSet<>(environment.fileOnly().keySet());
        suspects.removeIf(name -> !name.startsWith(OptionDefaults.PREFIX) || OF_LAUNCHER.contains(name));
        if (suspects.isEmpty()) {
            return List.of(); // and nobody has to look at every option
        }
        Set<String> known = new TreeSet<>();
        addVariables(all.get(), known);
        suspects.removeAll(known);
        return suspects.stream().map(name -> warning(name, known)).toList();
    }

    private static String warning(String name, Set<String> known) {
        return Wording.error(
                "The .env file sets " + name + ", and there is no such option",
                nearest(name, known)
                        .map(near -> "did you mean " + near + "? Otherwise take it out")
                        .orElse("take it out, or see crossdock cp --help for those there are"));
    }

    /** Of this command and all below it. */
    private static void addVariables(CommandLine command, Set<String> variables) {
        command.getCommandSpec().options().stream()
                .filter(OptionDefaults::hasVariable)
                .map(OptionDefaults::variableOf)
                .forEach(variables::add);
        command.getSubcommands().values().forEach(one -> addVariables(one, variables));
    }

    private static Optional<String> nearest(String name, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(one -> distance(name, one)))
                .filter(one -> distance(name, one) <= SLIP);
    }

    /** How many letters have to be added, taken away or changed to make one of the other. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int changed = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(changed, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[other.length()];
    }
}
