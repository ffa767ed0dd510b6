package dev.crossdock.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * A {@code cp} whose arguments can't be read as a whole. It has failed as every other that fails, and is to be seen where
 * the last one was: otherwise a success of the night before would still stand at the Pushgateway.
 */
@Command(name = CopyCommand.NAME)
final class WrongCopy {

    @Mixin
    private PushOptions push = new PushOptions();

    @Option(names = "--dry-run", fallbackValue = "true")
    private boolean dryRun;

    /** Pushes that it failed, as far as it can be read where to. */
    static void tell(String[] arguments, Terminal terminal, Environment environment) {
        boolean copies = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .limit(1)
                .anyMatch(CopyCommand.NAME::equals);
        if (!copies) {
            return;
        }
        WrongCopy wrong = new WrongCopy();
        try {
            new CommandLine(wrong)
                    .setUnmatchedArgumentsAllowed(true)
                    .setDefaultValueProvider(new OptionDefaults(environment))
                    .parseArgs(arguments);
            if (!wrong.dryRun) {
                wrong.push.target(environment).ifPresent(target -> MetricsExport.pushFailure(target, terminal));
            }
        } catch (ParameterException | UsageException e) {
            // Where to can't be read either. Whoever calls says what is wrong.
        }
    }
}
