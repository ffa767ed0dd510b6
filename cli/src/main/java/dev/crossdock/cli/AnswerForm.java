package dev.crossdock.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.PicocliException;

/**
 * In which form a command line wants to be answered that can't be read as a whole. What is wrong with the rest of it does
 * not matter here.
 */
@Command
final class AnswerForm {

    private static final String JSON_LOGS = "json";

    @Option(names = "--json", fallbackValue = "true")
    private boolean json;

    /** As it is written, for it may be wrong. */
    @Option(names = "--log-format")
    private String logFormat = "";

    @Option(
            names = {"-v", "--verbose"},
            fallbackValue = "true")
    private boolean verbose;

    private AnswerForm() {}

    static AnswerForm of(String[] arguments, Environment environment) {
        AnswerForm form = new AnswerForm();
        CommandLine line = new CommandLine(form)
                .setUnmatchedArgumentsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setDefaultValueProvider(new OptionDefaults(environment));
        line.getCommandSpec().parser().collectErrors(true);
        try {
            line.parseArgs(arguments);
        } catch (PicocliException e) {
            // What was read before counts.
        }
        return form;
    }

    /** Comes before anything is logged. */
    void setUpLogs(Terminal terminal) {
        LogSetup.choose(verbose, JSON_LOGS.equals(logFormat) ? LogSetup.Format.JSON : LogSetup.Format.TEXT, terminal);
    }

    Report report(Terminal terminal) {
        return json ? new JsonReport(terminal) : new TextReport(terminal, new OutputOptions());
    }
}
