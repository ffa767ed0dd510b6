package dev.crossdock.cli;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets each long option be set by a variable: {@code --in-flight} by {@code CROSSDOCK_IN_FLIGHT}. */
final class OptionDefaults implements IDefaultValueProvider {

    /** Of each variable that sets an option. */
    static final String PREFIX = "CROSSDOCK_";

    private final Environment environment;

    OptionDefaults(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && hasVariable(option)
                ? environment.get(variableOf(option)).orElse(null)
                : null;
    }

    static boolean hasVariable(OptionSpec option) {
        return !option.usageHelp() && !option.versionHelp();
    }

    static String variableOf(OptionSpec option) {
        String longest = option.longestName();
        return PREFIX + longest.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The variable that an option's value came from, if none of the arguments names the option. */
    static @Nullable String originOf(OptionSpec option, String[] arguments) {
        boolean named = Arrays.stream(arguments)
                .anyMatch(argument -> Arrays.stream(option.names())
                        .anyMatch(name -> argument.equals(name)
                                || argument.startsWith(name + "=")
                                || (name.length() == 2 && argument.startsWith(name))));
        return named ? null : variableOf(option);
    }
}
