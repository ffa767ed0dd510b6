package dev.crossdock.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets logback up in code, which starts faster than an XML file: warnings to stderr, and with {@code -v} what Crossdock
 * itself does. Found by logback through the service loader.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String VERBOSE_PROPERTY = "crossdock.verbose";

    /** Says how much is logged. Comes before the first line is: logback makes this class and asks it once, then. */
    static void verbose(boolean verbose) {
        System.setProperty(VERBOSE_PROPERTY, String.valueOf(verbose));
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
        standardError.setContext(context);
        standardError.setTarget("System.err");
        standardError.setEncoder(encoder);
        standardError.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(standardError);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        if (Boolean.getBoolean(VERBOSE_PROPERTY)) {
            context.getLogger("dev.crossdock").setLevel(Level.DEBUG);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
