package dev.crossdock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Events for programs: one JSON object per line on stdout, each with the name of its {@code event} first. */
final class JsonLines {

    private static final JsonFactory JSON = new JsonFactory();

    private final Terminal terminal;

    JsonLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Writes the fields of one event. */
    @FunctionalInterface
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    void line(String event, Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("event", event);
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        terminal.result(text.toString());
    }

    /** The last line of what did not succeed. Said on stderr as well, for the log that a person will read. */
    void failed(ExitCode code, String message, String hint) {
        line("failed", json -> {
            json.writeNumberField("code", code.number());
            json.writeStringField("message", message);
            json.writeStringField("hint", hint);
        });
        terminal.message(Wording.error(message, hint));
    }
}
