package dev.crossdock.cli;

import dev.crossdock.Integrity;
import dev.crossdock.Resume;
import dev.crossdock.TransferOptions;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the bytes are moved. */
final class TransferChoices {

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            converter = Amounts.Size.class,
            description = "The most memory that file contents take (default: ${DEFAULT-VALUE}).")
    private long memoryBytes;

    @Option(
            names = "--in-flight",
            paramLabel = "N|auto",
            defaultValue = "auto",
            converter = Amounts.CountOrAuto.class,
            description = "Parts read or sent at once (default: as many as the memory holds).")
    private OptionalInt inFlightParts = OptionalInt.empty();

    @Option(
            names = "--part-size",
            paramLabel = "SIZE|auto",
            defaultValue = "auto",
            converter = Amounts.SizeOrAuto.class,
            description =
                    "Size of a part (default: 5 to 15 MiB by size and distance, more where it would have too many).")
    private OptionalLong partSizeBytes = OptionalLong.empty();

    @Option(
            names = "--bandwidth",
            paramLabel = "SIZE/s",
            converter = Amounts.Rate.class,
            description = "The most that is read per second, as in 20MiB/s (default: no limit).")
    private @Nullable Long bandwidthBytesPerSecond;

    @Option(
            names = "--no-clobber",
            fallbackValue = "true",
            description = "Never replace an object: the store itself refuses if there is one.")
    private boolean noClobber;

    @Option(
            names = "--always",
            fallbackValue = "true",
            description = "Copy even if this version of the file is there already.")
    private boolean always;

    @Option(
            names = "--require-integrity",
            paramLabel = "LEVEL",
            defaultValue = "part",
            converter = IntegrityWord.class,
            description =
                    "The least that the store must confirm: full-object, part or size (default: ${DEFAULT-VALUE}).")
    private Integrity requireIntegrity = Integrity.PART;

    @Option(
            names = "--resume",
            paramLabel = "HOW",
            defaultValue = "auto",
            converter = ResumeWord.class,
            description = "Whether to go on where an earlier run broke off: auto; verify reads what is stored again;"
                    + " never (default: ${DEFAULT-VALUE}).")
    private Resume resume = Resume.AUTO;

    long memoryBytes() {
        return memoryBytes;
    }

    TransferOptions toOptions() {
        TransferOptions options = TransferOptions.defaults()
                .withInFlightParts(inFlightParts.orElse(0))
                .withNoClobber(noClobber)
                .withAlways(always)
                .withRequireIntegrity(requireIntegrity)
                .withResume(resume);
        if (partSizeBytes.isPresent()) {
            options = options.withPartSizeBytes(partSizeBytes.getAsLong());
        }
        if (bandwidthBytesPerSecond != null) {
            options = options.withBandwidthBytesPerSecond(bandwidthBytesPerSecond);
        }
        return options;
    }

    static final class ResumeWord extends Amounts.Word<Resume> {
        ResumeWord() {
            super(Resume.class);
        }
    }

    static final class IntegrityWord extends Amounts.Word<Integrity> {
        IntegrityWord() {
            super(Integrity.class);
        }
    }
}
