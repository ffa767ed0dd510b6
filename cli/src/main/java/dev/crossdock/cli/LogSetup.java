package dev.crossdock.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up in code, which starts faster than an XML file: warnings to stderr, and with {@code -v} what Crossdock
 * itself does. Found by logback through the service loader.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    /** How a log event is written. */
    enum Format {
        /** One line for people. */
        TEXT,
        /** One JSON object on a line. */
        JSON
    }

    private static final String VERBOSE_PROPERTY = "crossdock.verbose";
    private static final String FORMAT_PROPERTY = "crossdock.log.format";
    private static final String OVER_A_DRAWN_LINE_PROPERTY = "crossdock.log.over";

    /** Why the launcher found no use for the class cache, if it did not. */
    private static final String COLD_PROPERTY = "crossdock.cold";

    /**
     * Says how much is logged, and how. Comes before the first line is: logback makes this class and asks it once, then.
     */
    static void choose(boolean verbose, Format format, Terminal terminal) {
        System.setProperty(VERBOSE_PROPERTY, String.valueOf(verbose));
        System.setProperty(FORMAT_PROPERTY, format.name());
        System.setProperty(OVER_A_DRAWN_LINE_PROPERTY, String.valueOf(terminal.interactive()));
        if (format == Format.JSON) {
            terminal.logMessages();
        }
        String cold = System.getProperty(COLD_PROPERTY);
        if (verbose && cold != null) {
            System.clearProperty(COLD_PROPERTY); // once is enough
            LoggerFactory.getLogger(LogSetup.class).debug("It starts without the class cache: {}.", cold);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
        standardError.setContext(context);
        standardError.setTarget("System.err");
        standardError.setEncoder(
                Format.JSON.name().equals(System.getProperty(FORMAT_PROPERTY)) ? json(context) : text(context));
        standardError.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(standardError);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Terminal.LOGGER).setLevel(Level.INFO);
        if (Boolean.getBoolean(VERBOSE_PROPERTY)) {
            context.getLogger("dev.crossdock").setLevel(Level.DEBUG);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        // The progress bar is drawn again soon; until then its line is the log's.
        String erase = Boolean.getBoolean(OVER_A_DRAWN_LINE_PROPERTY) ? "\r\u001B[K" : "";
        encoder.setPattern(erase + "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
