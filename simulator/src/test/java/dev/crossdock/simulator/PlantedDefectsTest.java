package dev.crossdock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the simulator would notice: each test plants one defect in the engine's source, and the seeds must find it. */
@Timeout(1800)
class PlantedDefectsTest {

    /** No defect may hide from more seeds than this. */
    private static final long MOST_SEEDS = 2_000;

    static Stream<Arguments> defects() {
        return Stream.of(
                defect(
                        "drop a part",
                        new Mutation(
                                "MultipartCopy.java",
                                "List<PartReceipt> all = parts.all();",
                                "List<PartReceipt> all = parts.all().stream()"
                                        + ".filter(each -> each.part().partNumber() != 2).toList();")),
                defect(
                        "release a block early",
                        new Mutation(
                                "PartMover.java",
                                "        order.wasRead(part.partNumber());\n        if (unproven != null) {",
                                "        order.wasRead(part.partNumber());\n        memory.close();\n        if (unproven != null) {")),
                defect(
                        "skip the final STAT of an upload",
                        new Mutation("MultipartCopy.java", "            context.requireUnchanged();\n", "")),
                defect(
                        "skip the final STAT of a single request",
                        new Mutation("SinglePut.java", "            context.requireUnchanged();\n", "")),
                defect(
                        "retry in two layers",
                        new Mutation("Retries.java", "                return step.attempt();", """
                                for (int inner = 1; ; inner++) {
                                    try {
                                        return step.attempt();
                                    } catch (TransferException again) {
                                        if (inner == 3 || !again.retryable()) {
                                            throw again;
                                        }
                                    }
                                }
                                """)),
                defect(
                        "forget the lost Complete",
                        new Mutation(
                                "Publication.java",
                                "            case NO_ANSWER, UNAVAILABLE, NO_SUCH_UPLOAD -> true;",
                                "            case NO_ANSWER, UNAVAILABLE, NO_SUCH_UPLOAD -> false;")),
                defect(
                        "adopt an upload without its check",
                        new Mutation("UploadSearch.java", "            if (same.isPresent()) {", """
                                StoredPart unread = part;
                                if (part.crc32c().isPresent()) {
                                    return Optional.of(new PartReceipt(
                                            candidate.plan.part(unread.partNumber()),
                                            unread.eTag(),
                                            unread.crc32c().get(),
                                            Integrity.PART));
                                }
                                if (same.isPresent()) {
                                """)),
                defect(
                        "take an object for the file because it says so",
                        new Mutation(
                                "Recognition.java",
                                "isOfThisVersion(object) && suffices(object.shown());",
                                "isOfThisVersion(object);")),
                defect(
                        "leave a wrong object where it is",
                        new Mutation("Publication.java", "            store.remove(key, there.get().eTag());\n", "")),
                defect(
                        "reserve block by block",
                        new Mutation(
                                "MemoryBudget.java",
                                "            return queue.isEmpty() && totalBlocks - reservedBlocks >= blocks",
                                "            return blocks < 0"),
                        new Mutation(
                                "MemoryBudget.java",
                                "            return new BlockLease(this, takeInTurn(blocks, stop));",
                                """
                                byte[][] all = new byte[blocks][];
                                int taken = 0;
                                try {
                                    while (taken < blocks) {
                                        all[taken] = takeInTurn(1, stop)[0];
                                        taken++;
                                    }
                                } finally {
                                    if (taken < blocks) {
                                        giveBack(java.util.Arrays.copyOf(all, taken));
                                    }
                                }
                                return new BlockLease(this, all);
                                """)));
    }

    private static Arguments defect(String name, Mutation... mutations) {
        return Arguments.of(name, List.of(mutations));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void isFound(String name, List<Mutation> mutations) throws Exception {
        LongFunction<String> simulator = MutatedEngine.simulator(mutations);
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            String report = simulator.apply(seed);
            if (!report.isEmpty()) {
                System.out.println("'" + name + "' was found by seed " + seed + ": " + violation(report));
                return;
            }
        }
        assertThat(name).as("defect that hid from %d seeds", MOST_SEEDS).isEmpty();
    }

    private static String violation(String report) {
        String first = report.substring(report.indexOf("\n  - ") + 5)
                .lines()
                .findFirst()
                .orElse("");
        return first.substring(0, Math.min(160, first.length()));
    }

    @Test
    void theEngineAsItIsHasNone() throws Exception {
        LongFunction<String> simulator = MutatedEngine.simulator(List.of());
        for (long seed = 1; seed <= 200; seed++) {
            assertThat(simulator.apply(seed)).isEmpty();
        }
    }
}
