package dev.crossdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.Crc32c;
import dev.crossdock.Integrity;
import dev.crossdock.ObjectKey;
import dev.crossdock.SourceLocation;
import dev.crossdock.StoreException;
import dev.crossdock.TransferEvent;
import dev.crossdock.TransferPlan;
import dev.crossdock.TransferReceipt;
import dev.crossdock.telemetry.ProcessFigures;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class WordingTest {

    private static final SourceLocation SOURCE =
            new SourceLocation("etl", "files.example.com", 22, "/out/customers.csv");
    private static final ObjectKey TARGET = new ObjectKey("lake", "in/customers.csv");

    @Test
    void saysThePlan() {
        TransferPlan plan = new TransferPlan(10L << 30, 8_703_180, 1234, false, 7, 8_703_180, 2);
        assertThat(Wording.plan(SOURCE, TARGET, plan))
                .isEqualTo("sftp://etl@files.example.com/out/customers.csv → s3://lake/in/customers.csv"
                        + "   10.0 GiB, 1,234 parts of 8.3 MiB, 2 connections");
    }

    @Test
    void saysThePlanOfASmallFile() {
        TransferPlan plan = new TransferPlan(12, 12, 1, false, 1, 12, 1);
        assertThat(Wording.plan(SOURCE, TARGET, plan)).endsWith("   12 B, 1 part, 1 connection");
    }

    @Test
    void saysWhatIsTriedAgainAndWhy() {
        StoreException cause = new StoreException(
                StoreException.Kind.UNAVAILABLE, "Could not store part 3: S3 answered 500.", "look at the store");
        assertThat(Wording.retried(new TransferEvent.Retried("upload part 3", 2, Duration.ofMillis(420), cause)))
                .isEqualTo("crossdock: Trying again in 0.42 s to upload part 3, failed 2 times so far:"
                        + " Could not store part 3: S3 answered 500.");
    }

    @Test
    void saysThatItGoesOnSlowerAndWhy() {
        StoreException cause = new StoreException(
                StoreException.Kind.THROTTLED, "Could not store part 3: S3 answered SlowDown.", "be patient");
        assertThat(Wording.slowedDown(new TransferEvent.Retried("move part 3", 1, Duration.ofMillis(420), cause)))
                .isEqualTo("crossdock: The copy goes on slower, for the store asks for fewer requests:"
                        + " Could not store part 3: S3 answered SlowDown.");
    }

    @Test
    void saysTheReceipt() {
        ProcessFigures figures = new ProcessFigures(
                OptionalLong.of(90L << 20),
                OptionalLong.of(131L << 20),
                OptionalLong.of(0),
                Optional.of(Duration.ofSeconds(18)));
        assertThat(Wording.done(receipt(10L << 30, Duration.ofMillis(26_060), 0), figures))
                .isEqualTo("✓ 10.0 GiB in 26.1 s (412 MB/s) · integrity full-object crc32c AAAwOQ== · 0 retries"
                        + " · memory 131 MiB · disk 0 B");
    }

    @Test
    void saysWhatIsUnknown() {
        ProcessFigures unknown =
                new ProcessFigures(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
        assertThat(Wording.done(receipt(0, Duration.ofMillis(420), 1), unknown))
                .isEqualTo("✓ 0 B in 0.42 s (0.0 MB/s) · integrity full-object crc32c AAAwOQ== · 1 retry"
                        + " · memory unknown · disk unknown");
    }

    @Test
    void anErrorIsOneSentence() {
        assertThat(Wording.error("The bucket 'lake' does not exist.", "create it, or check its name"))
                .isEqualTo("crossdock: The bucket 'lake' does not exist; create it, or check its name.");
        assertThat(Wording.error("The transfer was cancelled.", ""))
                .isEqualTo("crossdock: The transfer was cancelled.");
    }

    @Test
    void aNameCanNotSteerTheTerminal() {
        assertThat(Wording.printable("a\u001B[2Jb\nc\u202Ed")).isEqualTo("a [2Jb c d");
        assertThat(Wording.printable("é 😀 → %")).isEqualTo("é 😀 → %");
    }

    private static TransferReceipt receipt(long bytes, Duration elapsed, int retries) {
        return new TransferReceipt(
                SOURCE, TARGET, bytes, elapsed, 1, 0, 0, retries, Integrity.FULL_OBJECT, new Crc32c(12345), "\"e\"");
    }
}
