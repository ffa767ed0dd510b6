package dev.crossdock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.FileStat;
import dev.crossdock.PartRange;
import dev.crossdock.PlanException;
import dev.crossdock.SourceFile;
import dev.crossdock.SourceIdentity;
import dev.crossdock.SourceLocation;
import dev.crossdock.StoreLimits;
import dev.crossdock.TransferOptions;
import dev.crossdock.TransferPlan;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartPlannerTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long LARGEST = 10_000 * 5 * GIB;
    private static final SourceIdentity IDENTITY = new SourceIdentity("abcde" + "0".repeat(27));
    private static final long RESIDUE = 0xabcde;
    private static final long USUAL_PART = 8 * MIB + RESIDUE;
    private static final Lines SHORT = new Lines(2, Duration.ofMillis(20));
    private static final long LARGE_PART = 15 * MIB + RESIDUE;

    private static TransferPlan plan(long size, long memory, TransferOptions options) throws PlanException {
        return new PartPlanner(StoreLimits.S3, memory)
                .plan(size, IDENTITY, options, SourceFile.Access.ANY_ORDER, SHORT);
    }

    private static TransferPlan plan(long size) throws PlanException {
        return plan(size, 64 * MIB, TransferOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, USUAL_PART - 1, USUAL_PART})
    void aFileNoLargerThanOnePartGoesInOneRequest(long size) throws PlanException {
        TransferPlan plan = plan(size);
        assertThat(plan.singleRequest()).isTrue();
        assertThat(plan.part(1)).isEqualTo(new PartRange(1, 0, size));
    }

    @Test
    void oneByteMoreTakesTwoParts() throws PlanException {
        TransferPlan plan = plan(USUAL_PART + 1);
        assertThat(plan.parts()).isEqualTo(2);
        assertThat(plan.part(2)).isEqualTo(new PartRange(2, USUAL_PART, 1));
    }

    /** Many connections are read with over a long line only; on either side of it the memory of a part waits for it. */
    @ParameterizedTest(name = "{0} connections, and a store that answers in {1} ms")
    @CsvSource({"9, 1", "2, 50"})
    void partsAreSmallOverALongLine(int connections, long storeMillis) throws Exception {
        Lines lines = new Lines(connections, Duration.ofMillis(storeMillis));
        TransferPlan plan = new PartPlanner(StoreLimits.S3, 64 * MIB)
                .plan(GIB, IDENTITY, TransferOptions.defaults(), SourceFile.Access.ANY_ORDER, lines);
        assertThat(plan.partSizeBytes()).isEqualTo(5 * MIB + RESIDUE);
        assertThat(plan.inFlightParts()).isEqualTo(8);
    }

    @Test
    void tenThousandPartsOfTheUsualSizeAreTheMost() throws PlanException {
        TransferPlan last = plan(10_000 * LARGE_PART);
        assertThat(last.parts()).isEqualTo(10_000);
        assertThat(last.partSizeBytes()).isEqualTo(LARGE_PART);
        TransferPlan next = plan(10_000 * LARGE_PART + 1);
        assertThat(next.partSizeBytes()).isEqualTo(LARGE_PART + MIB);
        assertThat(next.parts()).isBetween(9_400, 10_000);
    }

    @Test
    void partsGrowWithTheFileUntilAQuarterOfTheBudgetHoldsNoLargerOnes() throws PlanException {
        assertThat(plan(GIB / 2).partSizeBytes()).isEqualTo(USUAL_PART);
        assertThat(plan(3 * GIB / 4).partSizeBytes()).isEqualTo(12 * MIB + RESIDUE);
        assertThat(plan(GIB).partSizeBytes()).isEqualTo(LARGE_PART);
        assertThat(plan(GIB, GIB, TransferOptions.defaults()).partSizeBytes()).isEqualTo(LARGE_PART);
    }

    @Test
    void theLargestObjectGetsTheLargestPartsThereAre() throws PlanException {
        TransferPlan plan = plan(LARGEST);
        assertThat(plan.partSizeBytes()).isEqualTo(5 * GIB);
        assertThat(plan.parts()).isEqualTo(10_000);
        assertThatThrownBy(() -> plan(LARGEST + 1))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("48.8 TiB");
    }

    @Test
    void holdsPartsUpToAQuarterOfTheBudgetAndCutsLargerOnesThrough() throws PlanException {
        assertThat(plan(100 * GIB).cutThrough()).isFalse();
        TransferPlan large = plan(200 * GIB);
        assertThat(large.cutThrough()).isTrue();
        assertThat(large.reservedBytesPerPart()).isEqualTo(16 * MIB);
        assertThat(large.inFlightParts()).isEqualTo(3);
    }

    @Test
    void takesThreeQuartersOfTheBudgetUnlessToldOtherwise() throws PlanException {
        assertThat(plan(GIB).inFlightParts()).isEqualTo(3);
        assertThat(plan(GIB / 2).inFlightParts()).isEqualTo(5);
        assertThat(plan(GIB / 2, 64 * MIB, TransferOptions.defaults().withInFlightParts(40))
                        .inFlightParts())
                .isEqualTo(7);
    }

    @Test
    void makesPartsSmallerWhereTheBudgetIsSmall() throws PlanException {
        TransferPlan plan = plan(GIB, 28 * MIB, TransferOptions.defaults());
        assertThat(plan.partSizeBytes()).isEqualTo(6 * MIB + RESIDUE);
        assertThat(plan.cutThrough()).isFalse();
    }

    @Test
    void saysHowMuchMemoryIsNeeded() {
        assertThatThrownBy(() -> plan(1, 6 * MIB - 1, TransferOptions.defaults()))
                .isInstanceOfSatisfying(
                        PlanException.class, e -> assertThat(e.hint()).contains("6.0 MiB"));
    }

    @Test
    void refusesPartsThatTheStoreWouldRefuse() {
        assertThatThrownBy(() -> plan(1, 64 * MIB, TransferOptions.defaults().withPartSizeBytes(4 * MIB)))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("4.0 MiB");
    }

    /** Sizes, budgets and wishes of every order of magnitude. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyFileIsCoveredByPartsThatTheStoreTakesWithinTheBudget(long seed) throws PlanException {
        Random random = new Random(seed);
        long size = upTo(LARGEST, random);
        long memory = 6 * MIB + upTo(2 * GIB, random);
        long wishedPart = upTo(5 * GIB, random);
        int inFlight = random.nextInt(41);
        TransferOptions options = TransferOptions.defaults().withInFlightParts(inFlight);
        if (wishedPart >= StoreLimits.S3.minPartBytes()) {
            options = options.withPartSizeBytes(wishedPart);
        }

        TransferPlan plan = plan(size, memory, options);

        assertThat(plan.parts()).isBetween(1, 10_000);
        PartRange last = plan.part(plan.parts());
        assertThat(last.offset() + last.length()).isEqualTo(size);
        assertThat((plan.parts() - 1) * plan.partSizeBytes()).isEqualTo(last.offset());
        if (!plan.singleRequest()) {
            assertThat(last.length()).isPositive();
            assertThat(plan.partSizeBytes()).isBetween(5 * MIB, 5 * GIB);
            assertThat(plan.partSizeBytes() % MIB).isIn(RESIDUE, 0L);
        }
        assertThat(plan.reservedBytesPerPart() * plan.inFlightParts()).isLessThanOrEqualTo(memory);
        if (!plan.cutThrough()) {
            assertThat(plan.reservedBytesPerPart())
                    .isGreaterThanOrEqualTo(plan.part(1).length());
        }
    }

    private static LongStream seeds() {
        return LongStream.range(0, 1000);
    }

    private static long upTo(long bound, Random random) {
        return Math.min(bound, random.nextLong(bound + 1) >>> random.nextInt(Long.SIZE));
    }

    @Test
    void thePartSizeTellsTheVersionsOfAFileApart() throws PlanException {
        SourceLocation file = new SourceLocation("etl", "files.example.com", 22, "/a");
        PartPlanner planner = new PartPlanner(StoreLimits.S3, 64 * MIB);
        FileStat before = FileStat.regular(GIB, 1);
        FileStat after = FileStat.regular(GIB, 2);
        assertThat(planner.plan(
                                GIB,
                                SourceIdentity.of(file, before),
                                TransferOptions.defaults(),
                                SourceFile.Access.ANY_ORDER,
                                SHORT)
                        .partSizeBytes())
                .isNotEqualTo(planner.plan(
                                GIB,
                                SourceIdentity.of(file, after),
                                TransferOptions.defaults(),
                                SourceFile.Access.ANY_ORDER,
                                SHORT)
                        .partSizeBytes());
    }
}
