package dev.crossdock.simulator;

import dev.crossdock.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Everything that is drawn before a simulation begins. What is drawn meanwhile (who goes on, which request fails) follows
 * from the same seed.
 *
 * @param switching how likely another thread goes on wherever one could
 * @param stalling how likely a thread is left standing although it could go on
 * @param phases runs of the command; those of one phase at the same time
 * @param changes what happens to the file, and after how many milliseconds
 * @param lifecycleAfterMillis when the store forgets all unfinished uploads; negative: never
 * @param ascendingAfterMillis when the server refuses a second session, so that the source is one to be read in order from
 *     then on; negative: never
 * @param collisions how many uploads of other bytes, cut in the same way, lie at the store
 */
record Scenario(
        long sizeBytes,
        SourceFile.Access access,
        int connections,
        int mostPieceBytes,
        StoreTraits store,
        Weather weather,
        double switching,
        double stalling,
        List<List<RunSpec>> phases,
        RunSpec last,
        List<Mishap> changes,
        long lifecycleAfterMillis,
        long ascendingAfterMillis,
        int collisions) {

    /** The file changes. */
    record Mishap(SimFile.Change change, long afterMillis) {}

    static Scenario draw(SplittableRandom dice) {
        boolean noClobber = dice.nextInt(12) == 0;
        boolean always = dice.nextInt(12) == 0;
        List<List<RunSpec>> phases = new ArrayList<>();
        int count = 1 + dice.nextInt(3);
        for (int phase = 0; phase < count; phase++) {
            List<RunSpec> runs = new ArrayList<>();
            runs.add(RunSpec.draw(dice, noClobber, always, 0, 0));
            if (dice.nextInt(5) == 0) {
                runs.add(RunSpec.draw(dice, noClobber, always, dice.nextLong(3000), 0));
            } else if (dice.nextInt(5) == 0) {
                runs.add(RunSpec.draw(dice, noClobber, always, 0, 1 + dice.nextInt(3)));
            }
            phases.add(List.copyOf(runs));
        }
        List<Mishap> changes = dice.nextInt(4) > 0
                ? List.of()
                : IntStream.rangeClosed(0, dice.nextInt(2))
                        .mapToObj(
                                each -> new Mishap(Draw.oneOf(dice, SimFile.Change.values()), Draw.upTo(dice, 10_000)))
                        .toList();
        return new Scenario(
                drawSize(dice),
                dice.nextInt(8) == 0 ? SourceFile.Access.ASCENDING : SourceFile.Access.ANY_ORDER,
                1 + dice.nextInt(4),
                (64 << 10) << dice.nextInt(4),
                StoreTraits.draw(dice),
                Weather.draw(dice),
                Draw.oneOf(dice, 0.02, 0.1, 0.3, 1.0),
                dice.nextInt(3) == 0 ? 0.01 : 0,
                List.copyOf(phases),
                RunSpec.calm(dice, noClobber),
                changes,
                dice.nextInt(12) == 0 ? dice.nextLong(15_000) : -1,
                dice.nextInt(5) == 0 ? Draw.upTo(dice, 3_000) : -1,
                dice.nextInt(8) == 0 ? 1 + dice.nextInt(2) : 0);
    }

    private static long drawSize(SplittableRandom dice) {
        return switch (dice.nextInt(12)) {
            case 0 -> dice.nextInt(3);
            case 1, 2 -> dice.nextLong(2 << 20);
            case 3 -> dice.nextLong(30L << 20);
            default -> (1 << 20) + dice.nextLong(9 << 20);
        };
    }
}
