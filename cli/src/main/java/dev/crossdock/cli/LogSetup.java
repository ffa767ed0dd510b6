package dev.crossdock.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Sets logback up in code: warnings to stderr, and with {@code -v} what Crossdock itself does. The command names it to SLF4J,
 * as the provider: to look for one, and then for logback's configuration, would open every jar, which takes longer than
 * all else that a short run prepares. Whatever else runs on these jars finds it through logback's service loader.
 */
public final class LogSetup extends ContextAwareBase implements Configurator, SLF4JServiceProvider {

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

    private final LoggerContext provided = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter threadContext = new LogbackMDCAdapter();

    /**
     * Says how much is logged, and how. Comes before the first line is: SLF4J makes this class and asks it once, then.
     */
    static void choose(boolean verbose, Format format, Terminal terminal) {
        System.setProperty("slf4j.internal.verbosity", "WARN"); // else it says whom it was told of
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogSetup.class.getName());
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
    public void initialize() {
        provided.setName("default");
        provided.setMDCAdapter(threadContext);
        ExecutionStatus unused = configure(provided);
        provided.start();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        boolean json = Format.JSON.name().equals(System.getProperty(FORMAT_PROPERTY));
        StandardError standardError = new StandardError(json ? LogSetup::json : LogSetup::text);
        standardError.setContext(context);
        standardError.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(standardError);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Terminal.LOGGER).setLevel(Level.INFO);
        if (Boolean.getBoolean(VERBOSE_PROPERTY)) {
            context.getLogger("dev.crossdock").setLevel(Level.DEBUG);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return provided;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return threadContext;
    }

    /** Of SLF4J, whose version this was written for. */
    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // as logback says: any 2.0
    }

    private static Encoder<ILoggingEvent> text(Context context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        // The progress bar is drawn again soon; until then its line is the log's.
        String erase = Boolean.getBoolean(OVER_A_DRAWN_LINE_PROPERTY) ? "\r\u001B[K" : "";
        encoder.setPattern(erase + "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(Context context) {
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

    /** Makes its encoder when there is something to say: most runs say nothing, and its clock has to read all time zones. */
    private static final class StandardError extends AppenderBase<ILoggingEvent> {

        private final Function<Context, Encoder<ILoggingEvent>> making;
        private @Nullable Encoder<ILoggingEvent> encoder;

        StandardError(Function<Context, Encoder<ILoggingEvent>> making) {
            this.making = making;
        }

        /** Called by one thread at a time. */
        @Override
        protected void append(ILoggingEvent event) {
            if (encoder == null) {
                encoder = making.apply(getContext());
            }
            byte[] line = encoder.encode(event);
            System.err.write(line, 0, line.length);
            System.err.flush();
        }
    }
}
