package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.PartRange;
import dev.crossdock.SourceException;
import dev.crossdock.SourceIdentity;
import dev.crossdock.SourceLocation;
import dev.crossdock.StoredObject;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferException;
import dev.crossdock.TransferOutcome;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class JsonReportTest {

    private static final SourceLocation SOURCE = new SourceLocation("u", "h", 22, "/a \"b\"");
    private static final ObjectKey TARGET = new ObjectKey("b", "k😀");
    private static final PartRange PART = new PartRange(1, 0, 10);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final JsonReport report = new JsonReport(new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8),
            0));

    @Test
    void writesOneObjectPerLine() {
        report.on(new TransferEvent.Planned(SOURCE, TARGET, new TransferPlan(20, 10, 2, false, 2, 10, 1)));
        report.on(new TransferEvent.PartReading(PART, false));
        report.on(new TransferEvent.PartRead(PART, Duration.ofMillis(1500)));
        report.on(new TransferEvent.Retried(
                "part 1",
                1,
                Duration.ofMillis(250),
                new SourceException(SourceException.Kind.NETWORK, "The connection was lost.", "")));
        report.on(new TransferEvent.PartStored(PART, Duration.ofMillis(20), Integrity.PART));
        assertThat(lines())
                .containsExactly(
                        "{\"event\":\"planned\",\"source\":\"sftp://u@h/a \\\"b\\\"\",\"target\":\"s3://b/k😀\",\"bytes\":20,"
                                + "\"parts\":2,\"partBytes\":10,\"inFlightParts\":2,\"connections\":1,"
                                + "\"cutThrough\":false,\"dryRun\":false}",
                        "{\"event\":\"partReading\",\"part\":1,\"offset\":0,\"bytes\":10}",
                        "{\"event\":\"partRead\",\"part\":1,\"bytes\":10,\"seconds\":1.5}",
                        "{\"event\":\"retried\",\"step\":\"part 1\",\"attempt\":1,\"pauseSeconds\":0.25,"
                                + "\"message\":\"The connection was lost.\"}",
                        "{\"event\":\"partStored\",\"part\":1,\"bytes\":10,\"seconds\":0.02,\"integrity\":\"part\"}");
        assertThat(error.size()).isZero();
    }

    @Test
    void endsWithEverythingThatIsKnown() {
        report.completed(receipt());
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .startsWith("{\"event\":\"finished\",\"source\":")
                .contains(
                        "\"target\":\"s3://b/k😀\"",
                        "\"bytes\":20,",
                        "\"seconds\":2.0,",
                        "\"parts\":2,",
                        "\"partsResumed\":0,",
                        "\"bytesResumed\":0,",
                        "\"retries\":1,",
                        "\"integrity\":\"full-object\"",
                        "\"checksum\":{\"algorithm\":\"crc32c\",\"value\":\"AAAwOQ==\"}",
                        "\"eTag\":\"\\\"e-2\\\"\"",
                        "\"alreadyThere\":false",
                        "\"cpuSeconds\":",
                        "\"peakMemoryBytes\":",
                        "\"diskBytesWritten\":");
    }

    @Test
    void saysWhatIsThereAlready() {
        report.alreadyThere(new TransferOutcome.AlreadyThere(
                SOURCE,
                TARGET,
                new StoredObject(
                        20, "\"e\"", Optional.of(new SourceIdentity("0".repeat(32))), Optional.of(new Crc32c(12345)))));
        assertThat(lines().get(0))
                .contains("\"event\":\"finished\"", "\"alreadyThere\":true", "\"bytes\":20", "\"value\":\"AAAwOQ==\"")
                .contains("\"integrity\":\"full-object\"");
    }

    @Test
    void saysOfWhatIsThereAlreadyNoMoreThanItShows() {
        report.alreadyThere(new TransferOutcome.AlreadyThere(
                SOURCE,
                TARGET,
                new StoredObject(20, "\"e-2\"", Optional.empty(), Optional.of(new Crc32c(1)), true, false)));
        assertThat(lines().get(0)).contains("\"alreadyThere\":true", "\"integrity\":\"part\"");
    }

    @Test
    void saysAFailureToProgramsAndPeople() {
        report.failed(ExitCode.SOURCE_UNREADABLE, "No such file.", "check the path");
        assertThat(lines())
                .containsExactly(
                        "{\"event\":\"failed\",\"code\":4,\"message\":\"No such file.\",\"hint\":\"check the path\"}");
        assertThat(error.toString(StandardCharsets.UTF_8)).isEqualTo("crossdock: No such file; check the path.\n");
    }

    /** Those that a transfer tells, one of each; whoever adds one has to say here what becomes of it. */
    @Test
    void whatIsWrittenOfEachEventIsWhatTheSchemaSays() {
        TransferException failure = new SourceException(SourceException.Kind.NETWORK, "The connection was lost.", "");
        List<TransferEvent> one = List.of(
                new TransferEvent.Planned(SOURCE, TARGET, new TransferPlan(20, 10, 2, false, 2, 10, 1)),
                new TransferEvent.Resumed("id", 1, 10),
                new TransferEvent.NotResumed("Nobody knows."),
                new TransferEvent.PartWaiting(PART),
                new TransferEvent.PartReading(PART, false),
                new TransferEvent.PartRead(PART, Duration.ofMillis(1)),
                new TransferEvent.PartStored(PART, Duration.ofMillis(1), Integrity.PART),
                new TransferEvent.PartProven(PART, Duration.ofMillis(1)),
                new TransferEvent.Retried("part 1", 1, Duration.ofMillis(250), failure),
                new TransferEvent.Publishing(),
                new TransferEvent.LeftBehind(failure),
                new TransferEvent.Resources(1, 2, 1),
                new TransferEvent.Finished(new TransferOutcome.Unconfirmed(failure)));
        assertThat(one.stream().map(Object::getClass))
                .containsExactlyInAnyOrder(TransferEvent.class.getPermittedSubclasses());
        one.forEach(report::on);
        report.plannedOnly(SOURCE, TARGET, new TransferPlan(0, 1, 1, false, 1, 0, 1));
        report.failed(ExitCode.SOURCE_UNREADABLE, "No such file.", "");
        tellEverySuccess();
        assertThat(lines()).hasSize(one.size() - 2 + 2 + 3);
        EventSchema.requireValid(lines().stream());
    }

    private void tellEverySuccess() {
        report.completed(receipt());
        for (Optional<Crc32c> checksum : List.of(Optional.of(new Crc32c(1)), Optional.<Crc32c>empty())) {
            report.alreadyThere(new TransferOutcome.AlreadyThere(
                    SOURCE, TARGET, new StoredObject(20, "\"e\"", Optional.empty(), checksum)));
        }
    }

    @Test
    void theSchemaRefusesWhatItDoesNotSay() {
        for (String wrong : List.of(
                "{}",
                "{\"event\":\"unheard\"}",
                "{\"event\":\"publishing\",\"more\":1}",
                "{\"event\":\"notResumed\"}",
                "{\"event\":\"partRead\",\"part\":1,\"bytes\":10,\"seconds\":-1}")) {
            assertThatThrownBy(() -> EventSchema.requireValid(Stream.of(wrong))).isInstanceOf(AssertionError.class);
        }
    }

    private static TransferReceipt receipt() {
        return new TransferReceipt(
                SOURCE,
                TARGET,
                20,
                Duration.ofSeconds(2),
                2,
                0,
                0,
                1,
                Integrity.FULL_OBJECT,
                new Crc32c(12345),
                "\"e-2\"");
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
