package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The schema that docs/ gives of the events on stdout. */
final class EventSchema {

    private static final Path FILE = Path.of("..", "docs", "events.schema.json");
    private static final Schema SCHEMA = read();

    private EventSchema() {}

    private static Schema read() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each line is exactly one of the events that are described, with nothing that is not. */
    static void requireValid(Stream<String> lines) {
        lines.forEach(line ->
                assertThat(SCHEMA.validate(line, InputFormat.JSON)).as(line).isEmpty());
    }
}
