package dev.crossdock.cli;

import java.nio.file.Path;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the process begins and ends. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        NativeProvider.loadAhead();
        forgetUnknownNames();
        int code = run(arguments, Terminal.ofProcess());
        // System.exit first looks for a logger to tell, in every jar: 15 ms.
        if (code != ExitCode.DONE.number() || othersLive()) {
            System.exit(code);
        }
    }

    /**
     * The JVM would remember for 10 seconds that a name could not be resolved: longer than most pauses between retries.
     * The launcher says so in a file, because to set it here takes 15 ms: the JVM looks for a logger, in every jar.
     */
    private static void forgetUnknownNames() {
        String setting = "networkaddress.cache.negative.ttl";
        if (!"0".equals(Security.getProperty(setting))) {
            Security.setProperty(setting, "0");
        }
    }

    /** Whether a thread is left, of an embedded server or of a library, that would keep the process alive. */
    private static boolean othersLive() {
        Thread self = Thread.currentThread();
        Thread[] threads = new Thread[2 * Thread.activeCount() + 16]; // some may begin meanwhile
        int count = Thread.enumerate(threads);
        return Arrays.stream(threads, 0, count).anyMatch(thread -> !thread.isDaemon() && !thread.equals(self));
    }

    static int run(String[] arguments, Terminal terminal) {
        Environment environment;
        try {
            environment = Environment.of(System.getenv(), Path.of(""));
        } catch (UsageException e) {
            return unreadable(arguments, terminal, Environment.ofProcess(System.getenv()), e.getMessage(), e.hint());
        }
        return commandLine(terminal, environment, arguments).execute(arguments);
    }

    /**
     * The command line, ready to be run.
     *
     * @param arguments with the verb that is all it has to know; without one it knows them all
     */
    static CommandLine commandLine(Terminal terminal, Environment environment, String... arguments) {
        Commands commands = new Commands(terminal, environment);
        return commands.addTo(new CommandLine(new RootCommand(), commands), arguments)
                .setDefaultValueProvider(new OptionDefaults(environment))
                .setUsageHelpWidth(80)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setExitCodeExceptionMapper(failure -> ExitCode.DEFECT.number())
                .setParameterExceptionHandler((failure, given) ->
                        unreadable(given, terminal, environment, message(failure, given), hint(failure)))
                .setExecutionStrategy(parsed -> execute(parsed, terminal, environment))
                .setExecutionExceptionHandler(
                        (failure, line, parsed) -> failed(failure, form(parsed, environment), terminal));
    }

    private static int execute(ParseResult parsed, Terminal terminal, Environment environment) {
        @Nullable Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        List<String> slips = UnknownVariables.warnings(environment, () -> commandLine(terminal, environment));
        if (!slips.isEmpty()) {
            form(parsed, environment).setUpLogs(terminal); // the command itself does so later
            slips.forEach(terminal::warning);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static AnswerForm form(ParseResult parsed, Environment environment) {
        return AnswerForm.of(parsed.originalArgs().toArray(String[]::new), environment);
    }

    private static int failed(Exception failure, AnswerForm form, Terminal terminal) {
        if (failure instanceof UsageException wrong) {
            form.report(terminal).failed(ExitCode.USAGE, String.valueOf(wrong.getMessage()), wrong.hint());
            return ExitCode.USAGE.number();
        }
        form.report(terminal)
                .failed(
                        ExitCode.DEFECT,
                        "This is a mistake in Crossdock itself: " + failure,
                        "please report it with what follows");
        failure.printStackTrace();
        return ExitCode.DEFECT.number();
    }

    /** No command has been run, so the logs are not set up either. */
    private static int unreadable(
            String[] arguments, Terminal terminal, Environment environment, @Nullable String message, String hint) {
        AnswerForm form = AnswerForm.of(arguments, environment);
        form.setUpLogs(terminal);
        form.report(terminal).failed(ExitCode.USAGE, String.valueOf(message), hint);
        WrongCopy.tell(arguments, terminal, environment);
        return ExitCode.USAGE.number();
    }

    /** picocli's message, without what might be a secret: it is fond of repeating arguments. */
    private static String message(ParameterException failure, String[] arguments) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (namesNoCommand(unmatched)) {
                return "There is no such command";
            }
            return unmatched.isUnknownOption()
                    ? "There is no option '" + first.replaceFirst("=.*", "") + "'"
                    : "There is an argument too many, number "
                            + (Arrays.asList(arguments).indexOf(first) + 1);
        }
        String message = String.valueOf(failure.getMessage());
        if (failure.getArgSpec() instanceof OptionSpec option) {
            String variable = OptionDefaults.originOf(option, arguments);
            return variable == null ? message : message + " (it comes from " + variable + ")";
        }
        return message;
    }

    /** Whether something stands where a command should. */
    private static boolean namesNoCommand(UnmatchedArgumentException failure) {
        return failure.getCommandLine().getParent() == null && !failure.isUnknownOption();
    }

    private static List<String> commands(CommandLine line) {
        return line.getSubcommands().entrySet().stream()
                .filter(command ->
                        !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String hint(ParameterException failure) {
        String name = failure.getCommandLine().getCommandSpec().qualifiedName();
        String help = "see " + name + " --help";
        if (failure instanceof UnmatchedArgumentException unmatched && namesNoCommand(unmatched)) {
            return "there are " + String.join(", ", commands(failure.getCommandLine())) + "; " + help;
        }
        if (failure instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            List<String> similar = unmatched.getSuggestions();
            return similar.isEmpty() ? help : "did you mean " + String.join(" or ", similar) + "? Otherwise " + help;
        }
        return help;
    }
}
